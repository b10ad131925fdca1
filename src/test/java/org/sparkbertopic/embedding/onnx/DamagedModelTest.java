package org.sparkbertopic.embedding.onnx;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.onnx.folder.Device;
import org.sparkbertopic.embedding.onnx.folder.TransformerFiles;

/**
 * Files cut short and with changed bytes, seeded: a model either opens, or is refused by an error
 * of ours that names a file. What no test here could show, the end of the JVM by native code, fails
 * the whole run.
 */
class DamagedModelTest {

  private static final long SEED = 77;
  private static final List<String> TEXT = List.of("tax cut 全国 war");

  @TempDir Path folder;

  private TinyModel model() {
    return TinyModel.in(folder)
        .modules("Pooling", "Dense", "Normalize")
        .pooling("mean_tokens")
        .dense("2_Dense", new float[][] {{1, 2, 3}, {4, 5, 6}}, new float[2], "activation.Tanh")
        .file("sentence_bert_config.json", "{\"max_seq_length\": 64, \"do_lower_case\": true}")
        .file("tokenizer_config.json", "{\"model_max_length\": 512, \"do_lower_case\": true}")
        .file("config.json", "{\"max_position_embeddings\": 512, \"model_type\": \"bert\"}")
        .file(
            "config_sentence_transformers.json",
            "{\"prompts\": {\"query\": \"query: \"}, \"default_prompt_name\": \"query\"}");
  }

  /** Whether the model still opens; otherwise the error is checked. */
  private boolean opens(String what) {
    OnnxEmbedder embedder = OnnxEmbedder.of(folder + "/");
    try {
      embedder.fingerprint();
      EmbeddedTexts embedded = embedder.embed(TEXT);
      for (float x : embedded.vectors()[0]) {
        assertTrue(Float.isFinite(x), what);
      }
      return true;
    } catch (IllegalArgumentException | IllegalStateException e) {
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains(folder.toString()), what + ": " + message);
      assertTrue(message.contains(";"), what + " does not say what to do: " + message);
      return false;
    }
  }

  private int fuzz(String name, int cases) throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve(name));
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < cases; i++) {
      byte[] damaged = whole.clone();
      if (i % 4 == 0) {
        damaged = Arrays.copyOf(damaged, random.nextInt(whole.length));
      } else {
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
          damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      Files.write(folder.resolve(name), damaged);
      refused += opens(name + ", seed " + SEED + ", case " + i) ? 0 : 1;
    }
    Files.write(folder.resolve(name), whole);
    return refused;
  }

  @Test
  void damaged_configuration_is_refused_or_without_effect() throws IOException {
    model();
    assertTrue(opens("whole"));
    for (String name :
        List.of(
            "modules.json",
            "1_Pooling/config.json",
            "2_Dense/config.json",
            "sentence_bert_config.json",
            "tokenizer_config.json",
            "config.json",
            "config_sentence_transformers.json")) {
      int refused = fuzz(name, 60);
      assertTrue(refused > 15, name + ": " + refused + " of 60 refused");
    }
  }

  @Test
  void a_damaged_tokenizer_is_refused_and_does_not_end_the_jvm() throws IOException {
    model();
    assertTrue(fuzz("tokenizer.json", 300) > 150);
  }

  @Test
  void what_ends_the_native_tokenizer_is_found_before() throws IOException {
    TinyModel model = model();
    String json = TinyModel.tokenizerJson();
    model.file("tokenizer.json", json.replace("\"prefix\": \"##\"", "prefix: \"##\""));
    assertFalse(opens("a key that is no string, in the decoder"));
    model.file(
        "tokenizer.json",
        json.replace("\"id\": \"[CLS]\", \"type_id\"", "\"id\": \"[CLX]\", \"type_id\""));
    assertFalse(opens("a template with a token that is not defined"));
    model.file("tokenizer.json", json.replace("\"decoder\": {", "\"decoder\": {\"a\": 1, "));
    assertTrue(opens("a decoder of no known kind, which is not used"));
    model.file("tokenizer.json", json.replace("\"[UNK]\": 1", "\"[UNKNOWN]\": 1"));
    assertFalse(opens("no token for words that are not known"));
  }

  @Test
  void a_damaged_graph_is_refused_or_gives_numbers() throws IOException {
    model();
    assertTrue(fuzz("model.onnx", 150) > 50);
  }

  @Test
  void damaged_weights_of_a_layer_are_refused_or_give_numbers() throws IOException {
    model();
    assertTrue(fuzz("2_Dense/model.safetensors", 80) > 20);
  }

  /**
   * A real graph of several hundred nodes; most bytes are weights, so its structure is aimed at.
   */
  @Test
  void a_damaged_graph_of_a_real_model_is_refused_or_gives_numbers() throws IOException {
    model();
    TransformerFiles real =
        TransformerFiles.locate(OnnxEmbedder.ALL_MINI_LM_L6_V2, "", true, Device.CPU);
    byte[] whole = real.readModel();
    Files.write(folder.resolve("tokenizer.json"), real.readTokenizer());
    Files.delete(folder.resolve("modules.json"));
    int structure = new String(whole, StandardCharsets.ISO_8859_1).indexOf("onnx::MatMul");
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < 12; i++) {
      byte[] damaged = whole.clone();
      if (i % 3 == 0) {
        damaged = Arrays.copyOf(damaged, random.nextInt(whole.length));
      } else {
        damaged[random.nextInt(structure)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(folder.resolve("model.onnx"), damaged);
      refused += opens("a real graph, seed " + SEED + ", case " + i) ? 0 : 1;
    }
    assertTrue(refused >= 4, refused + " of 12 refused");
  }

  @Test
  void a_folder_that_is_no_model_says_what_was_looked_for() throws IOException {
    Files.createFile(folder.resolve("README.md"));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> OnnxEmbedder.of(folder.toString()).dimension())
            .getMessage();
    assertTrue(message.contains("[model.onnx, model_O3.onnx"), message);
    assertTrue(message.contains("optimum-cli export onnx"), message);
  }
}
