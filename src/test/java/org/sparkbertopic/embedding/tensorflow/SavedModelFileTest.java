package org.sparkbertopic.embedding.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a SavedModel, written by TensorFlow 2.7, says of itself, read without TensorFlow. */
class SavedModelFileTest {

  @TempDir Path folder;

  private static Path model() {
    try {
      return Path.of(SavedModelFileTest.class.getResource("/models/saved-model").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void the_signature_says_where_texts_go_in_and_vectors_come_out() {
    SavedModelSignature signature = OpenSavedModels.signature(model(), "");
    assertEquals(List.of("serve"), signature.tags());
    assertEquals("serving_default", signature.name());
    assertEquals("Placeholder:0", signature.input());
    assertTrue(signature.output().startsWith("Tanh"), signature.output());
    assertEquals(8, signature.dimension());
  }

  @Test
  void a_name_that_is_no_signature_is_refused_with_those_there_are() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> OpenSavedModels.signature(model(), "question_encoder"))
            .getMessage();
    assertTrue(
        message.contains("serving_default: {inputs=string[?]} to {outputs=float[?][8]}"), message);
  }

  @Test
  void every_cut_and_every_changed_byte_is_read_or_refused_by_name() throws IOException {
    byte[] whole = Files.readAllBytes(model().resolve("saved_model.pb"));
    Path file = folder.resolve("saved_model.pb");
    int refused = 0;
    for (int at = 0; at < whole.length; at += 17) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x55;
      for (byte[] damaged : List.of(Arrays.copyOf(whole, at), flipped)) {
        Files.write(file, damaged);
        try {
          OpenSavedModels.signature(folder, "");
        } catch (IllegalArgumentException e) {
          assertTrue(e.getMessage().contains(folder.toString()), e.getMessage());
          refused++;
        }
      }
    }
    assertTrue(refused >= whole.length / 17, refused + " refused of " + 2 * (whole.length / 17));
  }

  @Test
  void a_folder_without_the_file_is_refused() {
    assertTrue(SavedModelEmbedder.recognizes(model()));
    assertFalse(SavedModelEmbedder.recognizes(folder));
    SavedModelEmbedder embedder = SavedModelEmbedder.of(folder.toString());
    String message = assertThrows(IllegalArgumentException.class, embedder::dimension).getMessage();
    assertTrue(message.contains("saved_model.pb"), message);
  }

  private static boolean hasTensorFlow() {
    try {
      Class.forName("org.tensorflow.TensorFlow", false, SavedModelFileTest.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @Test
  void without_tensor_flow_the_error_says_how_to_get_it() {
    assumeFalse(hasTensorFlow(), "built with the profile tensorflow");
    SavedModelEmbedder embedder = SavedModelEmbedder.of(model().toString());
    for (int time = 0; time < 2; time++) {
      String message =
          assertThrows(IllegalArgumentException.class, embedder::dimension).getMessage();
      assertTrue(message.contains("-Ptensorflow"), message);
    }
  }
}
