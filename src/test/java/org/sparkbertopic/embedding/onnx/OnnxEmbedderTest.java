package org.sparkbertopic.embedding.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.onnx.folder.Device;
import org.sparkbertopic.embedding.onnx.folder.LongDocuments;
import org.sparkbertopic.embedding.onnx.folder.Pooling;
import org.sparkbertopic.embedding.onnx.folder.TransformerFiles;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.Npy;

public class OnnxEmbedderTest {

  private static final OnnxEmbedder MINI_LM = OnnxEmbedder.allMiniLmL6V2();

  @Test
  void vectors_agree_with_sentence_transformers() {
    float[][] reference = Npy.floats2d("golden/corpus/minilm_embeddings.npy");
    List<String> passages = Golden.passages();
    List<String> sample = new ArrayList<>();
    for (int i = 0; i < passages.size(); i += 7) {
      sample.add(passages.get(i));
    }
    float[][] vectors = MINI_LM.embed(sample).vectors();
    for (int i = 0; i < vectors.length; i++) {
      double cosine = dot(vectors[i], reference[7 * i]);
      assertTrue(cosine > 0.99999, "passage " + 7 * i + ": cosine " + cosine);
      assertEquals(1, dot(vectors[i], vectors[i]), 1e-6);
    }
  }

  @Test
  void nothing_but_the_beginning_of_a_long_text_is_seen_and_the_result_says_so() {
    String passages = String.join(" ", Golden.passages().subList(0, 50));
    EmbeddedTexts embedded = MINI_LM.embed(List.of("tax cut", passages, passages + " more"));
    assertArrayEquals(new boolean[] {false, true, true}, embedded.truncated());
    assertArrayEquals(embedded.vectors()[1], embedded.vectors()[2]);
  }

  @Test
  void strange_texts_get_a_vector_of_length_one() {
    List<String> texts =
        List.of(
            "",
            " \n ",
            "\u0000\u0007\u001B[0m",
            "\uD83D tax \uDE00",
            "😀👍🏽🇺🇸",
            "x".repeat(100_000),
            "tax ".repeat(1_000_000),
            "\u202Eright to left\u202C");
    float[][] vectors = MINI_LM.embed(texts).vectors();
    assertEquals(texts.size(), vectors.length);
    for (float[] vector : vectors) {
      assertEquals(MINI_LM.dimension(), vector.length);
      assertEquals(1, dot(vector, vector), 1e-6);
    }
  }

  @Test
  void no_texts_give_no_vectors() {
    assertEquals(0, MINI_LM.embed(List.of()).vectors().length);
  }

  @Test
  void the_fingerprint_covers_content_and_what_changes_vectors_and_nothing_else() {
    String fingerprint = MINI_LM.fingerprint();
    assertEquals(fingerprint, OnnxEmbedder.allMiniLmL6V2().fingerprint());
    assertEquals(fingerprint, MINI_LM.withTokensPerBatch(77).fingerprint());
    assertEquals(fingerprint, MINI_LM.withMaxTokens(256).fingerprint());
    assertEquals(fingerprint, MINI_LM.withPooling(Pooling.MEAN).fingerprint());
    assertEquals(fingerprint, MINI_LM.withPrompt("none").fingerprint());
    assertEquals(fingerprint, MINI_LM.withChunkOverlap(3).fingerprint());
    assertEquals(fingerprint, MINI_LM.settled().fingerprint());
    Set<String> others = new HashSet<>(Set.of(fingerprint));
    for (OnnxEmbedder other :
        List.of(
            MINI_LM.withMaxTokens(128),
            MINI_LM.withQuantized(true),
            MINI_LM.withPooling(Pooling.CLS),
            MINI_LM.withPrompt("query: "),
            MINI_LM.withLongDocuments(LongDocuments.CHUNK),
            MINI_LM.withLongDocuments(LongDocuments.CHUNK).withChunkOverlap(3),
            MINI_LM.withDevice(Device.AUTO))) {
      assertTrue(others.add(other.fingerprint()), other.toString());
    }
  }

  @Test
  void a_folder_gives_the_vectors_and_the_fingerprint_of_the_same_model_on_the_class_path(
      @TempDir Path folder) throws IOException {
    TransformerFiles files = Models.MINI_LM;
    Path model = folder.resolve("mini");
    Files.createDirectories(model.resolve("onnx"));
    Files.write(model.resolve("onnx").resolve("model.onnx"), files.readModel());
    Files.write(model.resolve("tokenizer.json"), files.readTokenizer());
    Files.writeString(
        model.resolve("modules.json"),
        """
        [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
         {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
         {"idx": 2, "name": "2", "path": "2_Normalize",
          "type": "sentence_transformers.models.Normalize"}]
        """);
    Files.createDirectories(model.resolve("1_Pooling"));
    Files.writeString(
        model.resolve("1_Pooling").resolve("config.json"), "{\"pooling_mode_mean_tokens\": true}");
    Files.writeString(
        model.resolve("sentence_bert_config.json"),
        "{\"max_seq_length\": 256, \"do_lower_case\": false}");
    OnnxEmbedder local = OnnxEmbedder.of(model + "/");
    List<String> texts = Golden.passages().subList(0, 4);
    assertEquals("mini", local.name());
    assertEquals(MINI_LM.fingerprint(), local.fingerprint());
    assertArrayEquals(MINI_LM.embed(texts).vectors(), local.embed(texts).vectors());

    Files.writeString(
        model.resolve("tokenizer.json"),
        new String(files.readTokenizer(), StandardCharsets.UTF_8) + "\n");
    assertNotEquals(MINI_LM.fingerprint(), local.fingerprint());
  }

  @Test
  void a_bare_name_is_a_model_of_the_jars_or_of_sentence_transformers() {
    assertEquals("all-MiniLM-L6-v2", OnnxEmbedder.of("all-MiniLM-L6-v2").model());
    assertEquals("bge-small-en-v1.5", OnnxEmbedder.of("bge-small-en-v1.5").model());
    assertEquals(
        "sentence-transformers/all-mpnet-base-v2", OnnxEmbedder.of("all-mpnet-base-v2").model());
    assertEquals("all-mpnet-base-v2", OnnxEmbedder.of("all-mpnet-base-v2").name());
    assertEquals("./all-mpnet-base-v2", OnnxEmbedder.of("./all-mpnet-base-v2").model());
  }

  @Test
  void a_missing_file_is_named(@TempDir Path folder) throws IOException {
    assertFails(folder.resolve("none"), "none");
    assertFails(folder, "no ONNX file; export the model");
    Files.createFile(folder.resolve("model.onnx"));
    assertFails(folder, "which has no tokenizer.json");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> MINI_LM.withModel("All-Mini").fingerprint());
    assertTrue(e.getMessage().contains("no resource all-mini.onnx"), e.getMessage());
    assertTrue(e.getMessage().contains("bge-small-en-v1.5"), e.getMessage());
  }

  @Test
  void a_broken_file_is_named_and_can_be_replaced_without_a_new_jvm(@TempDir Path folder)
      throws IOException {
    TransformerFiles files = Models.MINI_LM;
    byte[] whole = files.readModel();
    Path model = folder.resolve("model.onnx");
    Files.write(model, Arrays.copyOf(whole, whole.length / 2));
    Files.write(folder.resolve("tokenizer.json"), files.readTokenizer());
    assertFails(folder, model.toString());
    Files.write(model, whole);
    assertEquals(384, OnnxEmbedder.of(folder.toString()).dimension());
  }

  @Test
  void parameters_out_of_range_are_refused() {
    assertThrows(IllegalArgumentException.class, () -> OnnxEmbedder.of(" "));
    assertThrows(IllegalArgumentException.class, () -> MINI_LM.withMaxTokens(2));
    assertThrows(IllegalArgumentException.class, () -> MINI_LM.withTokensPerBatch(-1));
    assertThrows(IllegalArgumentException.class, () -> MINI_LM.withChunkOverlap(-1));
  }

  @Test
  void more_tokens_than_the_model_has_positions_for_are_refused_with_advice() {
    OnnxEmbedder tooLong = MINI_LM.withMaxTokens(600);
    List<String> text = List.of("tax ".repeat(700));
    IllegalStateException e = assertThrows(IllegalStateException.class, () -> tooLong.embed(text));
    assertTrue(e.getMessage().contains("set maxTokens"), e.getMessage());
  }

  private static void assertFails(Path folder, String named) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> OnnxEmbedder.of(folder.toString()).embed(List.of("tax")));
    assertTrue(e.getMessage().contains(named), e.getMessage());
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
