package org.sparkbertopic.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.embedding.onnx.OnnxDevice;

class OpenSessionsTest {

  /** No other test has it. */
  private static final OnnxDevice DEVICE = new OnnxDevice(7);

  private static final class Session implements AutoCloseable {
    private boolean closed;

    @Override
    public void close() {
      closed = true;
    }
  }

  private final List<Session> opened = new ArrayList<>();

  private List<Session> open(OnnxDevice device) {
    Session session = new Session();
    opened.add(session);
    return List.of(session);
  }

  private OpenSessions.Use<Session> use(OpenSessions<Session> sessions) {
    return sessions.use(DEVICE, this::open);
  }

  @Test
  void a_device_keeps_the_sessions_that_were_used_last() {
    List<OpenSessions<Session>> sets = new ArrayList<>();
    for (int i = 0; i < OpenSessions.KEPT; i++) {
      sets.add(new OpenSessions<>());
      use(sets.get(i)).close();
    }
    use(sets.get(0)).close();
    use(new OpenSessions<>()).close();
    assertEquals(OpenSessions.KEPT + 1, opened.size());
    for (int i = 0; i < opened.size(); i++) {
      assertEquals(i == 1, opened.get(i).closed);
    }
    try (OpenSessions.Use<Session> again = use(sets.get(1))) {
      assertEquals(OpenSessions.KEPT + 2, opened.size());
      assertFalse(again.parts().get(0).closed);
    }
  }

  @Test
  void sessions_in_use_stay_open_until_their_last_user_is_done() {
    OpenSessions<Session> busy = new OpenSessions<>();
    OpenSessions.Use<Session> first = use(busy);
    OpenSessions.Use<Session> second = use(busy);
    assertEquals(1, opened.size());
    for (int i = 0; i < OpenSessions.KEPT; i++) {
      use(new OpenSessions<>()).close();
    }
    assertFalse(opened.get(0).closed);
    first.close();
    assertFalse(opened.get(0).closed);
    second.close();
    assertTrue(opened.get(0).closed);
  }

  @Test
  void all_are_closed_when_nothing_refers_to_the_rows() {
    OpenSessions<Session> sessions = new OpenSessions<>();
    use(sessions).close();
    sessions.run();
    assertTrue(opened.get(0).closed);
  }
}
