package org.sparkbertopic.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.embedding.onnx.OnnxDevice;

class OpenSessionsTest {

  private static final AtomicInteger NEXT_DEVICE = new AtomicInteger(7);

  /** No other test has it. */
  private final OnnxDevice device = new OnnxDevice(NEXT_DEVICE.getAndIncrement());

  private static final class Session implements OpenSessions.Session {
    private boolean closed;

    @Override
    public void close() {
      closed = true;
    }
  }

  private final List<Session> opened = new ArrayList<>();
  private long now;

  private List<Session> open(OnnxDevice where) {
    Session session = new Session();
    opened.add(session);
    return List.of(session);
  }

  private OpenSessions.Use<Session> use(OpenSessions<Session> sessions) {
    now += TimeUnit.MINUTES.toNanos(2);
    return sessions.use(device, this::open);
  }

  private OpenSessions<Session> sessions() {
    return new OpenSessions<>(() -> now);
  }

  @Test
  void a_device_keeps_the_sessions_that_were_used_last() {
    List<OpenSessions<Session>> sets = new ArrayList<>();
    for (int i = 0; i < OpenSessions.KEPT; i++) {
      sets.add(sessions());
      use(sets.get(i)).close();
    }
    use(sets.get(0)).close();
    use(sessions()).close();
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
    OpenSessions<Session> busy = sessions();
    OpenSessions.Use<Session> first = use(busy);
    OpenSessions.Use<Session> second = use(busy);
    assertEquals(1, opened.size());
    for (int i = 0; i < OpenSessions.KEPT; i++) {
      use(sessions()).close();
    }
    assertFalse(opened.get(0).closed);
    first.close();
    assertFalse(opened.get(0).closed);
    second.close();
    assertTrue(opened.get(0).closed);
  }

  @Test
  void more_stay_open_where_all_were_used_within_a_minute() {
    for (int i = 0; i < 2 * OpenSessions.KEPT; i++) {
      sessions().use(device, this::open).close();
    }
    opened.forEach(session -> assertFalse(session.closed));
    use(sessions()).close();
    assertTrue(opened.get(0).closed);
  }

  @Test
  void all_are_closed_when_nothing_refers_to_the_rows() {
    OpenSessions<Session> sessions = sessions();
    use(sessions).close();
    sessions.run();
    assertTrue(opened.get(0).closed);
  }
}
