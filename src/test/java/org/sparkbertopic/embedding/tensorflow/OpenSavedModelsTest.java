package org.sparkbertopic.embedding.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a session that was opened. */
class OpenSavedModelsTest {

  private static final Path FOLDER = Path.of("model");

  private static final class Session implements SavedModelSession {

    private final float[] vector;
    private boolean closed;

    Session(float[] vector) {
      this.vector = vector;
    }

    @Override
    public float[] embed(String text) {
      if (vector == null) {
        throw new IllegalArgumentException("model must take any text");
      }
      return vector;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static SavedModelSignature saying(int dimension) {
    return new SavedModelSignature(List.of("serve"), "default", "in:0", "out:0", dimension);
  }

  @Test
  void a_session_stays_open_where_it_gives_what_the_model_says() {
    Session session = new Session(new float[3]);
    assertEquals(3, OpenSavedModels.probed(session, saying(3), FOLDER).dimension());
    assertEquals(3, OpenSavedModels.probed(session, saying(-1), FOLDER).dimension());
    assertFalse(session.closed);
  }

  @Test
  void a_session_that_cannot_be_used_is_closed() {
    Session other = new Session(new float[3]);
    IllegalArgumentException failure =
        assertThrows(
            IllegalArgumentException.class, () -> OpenSavedModels.probed(other, saying(4), FOLDER));
    assertTrue(failure.getMessage().startsWith("model must give what it says"));
    assertTrue(other.closed);
    Session failing = new Session(null);
    assertThrows(
        IllegalArgumentException.class, () -> OpenSavedModels.probed(failing, saying(4), FOLDER));
    assertTrue(failing.closed);
  }
}
