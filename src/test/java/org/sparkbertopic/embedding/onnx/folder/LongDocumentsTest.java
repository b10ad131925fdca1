package org.sparkbertopic.embedding.onnx.folder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.onnx.Models;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.onnx.OpenModels;
import org.sparkbertopic.embedding.onnx.TextTokenizer;
import org.sparkbertopic.embedding.onnx.TinyModel;
import org.sparkbertopic.embedding.onnx.TokenWindows;
import org.sparkbertopic.testing.Golden;

class LongDocumentsTest {

  private static final OnnxEmbedder MINI_LM = OnnxEmbedder.allMiniLmL6V2();

  @TempDir Path folder;

  private static OnnxEmbedder chunks(OnnxEmbedder embedder, int maxTokens, int overlap) {
    return embedder
        .withMaxTokens(maxTokens)
        .withLongDocuments(LongDocuments.CHUNK)
        .withChunkOverlap(overlap);
  }

  /** Windows as texts, words being tokens; the oracle is the embedder on each of them. */
  private static float[] mean(OnnxEmbedder embedder, boolean unit, String... windows) {
    double[] sum = new double[embedder.dimension()];
    int total = 0;
    for (String window : windows) {
      int weight = window.split(" ").length;
      float[] vector = embedder.embed(List.of(window)).vectors()[0];
      total += weight;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (double) weight * vector[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / total);
    }
    return unit ? VectorStep.UNIT_LENGTH.apply(mean) : mean;
  }

  @Test
  void a_long_text_is_the_mean_of_its_windows_weighted_by_their_tokens() {
    OnnxEmbedder embedder = TinyModel.in(folder).embedder();
    float[] expected = mean(embedder, true, "tax cut war peace", "peace tax tax");
    OnnxEmbedder windows = chunks(embedder, 6, 1);
    EmbeddedTexts embedded = windows.embed(List.of("tax cut war peace tax tax"));
    assertArrayEquals(expected, embedded.vectors()[0], 1e-6f);
    assertEquals(6, embedded.tokensSeen());
    assertEquals(0, embedded.tokensLost());
    assertArrayEquals(new boolean[] {false}, embedded.truncated());
  }

  @Test
  void it_is_scaled_only_where_the_models_vectors_are() {
    TinyModel model = TinyModel.in(folder).modules("Pooling").pooling("mean_tokens");
    float[] expected = mean(model.embedder(), false, "tax cut", "war peace", "school");
    float[] vector =
        chunks(model.embedder(), 4, 0).embed(List.of("tax cut war peace school")).vectors()[0];
    assertArrayEquals(expected, vector, 1e-5f);
  }

  @Test
  void every_window_begins_with_the_prompt() {
    OnnxEmbedder prompted = TinyModel.in(folder).embedder().withPrompt("query: ");
    float[] expected = mean(prompted, true, "tax cut", "cut war", "war peace");
    float[] vector = chunks(prompted, 6, 1).embed(List.of(" tax cut war peace")).vectors()[0];
    assertArrayEquals(expected, vector, 1e-6f);
  }

  @Test
  void a_text_that_fits_is_embedded_as_ever() {
    List<String> texts = Golden.passages().subList(0, 5);
    OnnxEmbedder wide = MINI_LM.withMaxTokens(400);
    assertArrayEquals(wide.embed(texts).vectors(), chunks(wide, 400, 9).embed(texts).vectors());
  }

  @Test
  void a_long_text_is_nearer_to_its_end_with_windows_than_without_them() {
    List<String> passages = Golden.passages();
    String text =
        String.join(" ", passages.subList(0, 3)) + " " + "Rockets fly to the moon. ".repeat(60);
    float[] end = MINI_LM.embed(List.of("Rockets fly to the moon.")).vectors()[0];
    float[] cut = MINI_LM.embed(List.of(text)).vectors()[0];
    float[] whole =
        MINI_LM.withLongDocuments(LongDocuments.CHUNK).embed(List.of(text)).vectors()[0];
    assertTrue(dot(end, whole) > dot(end, cut) + 0.2, dot(end, whole) + " " + dot(end, cut));
    assertEquals(1, dot(whole, whole), 1e-6);
  }

  @Test
  void long_and_short_texts_keep_their_places() {
    OnnxEmbedder windows = chunks(TinyModel.in(folder).embedder(), 5, 2);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      texts.add("tax cut war peace school the ".repeat(i % 4).concat(i % 3 == 0 ? "war" : "cut"));
    }
    float[][] together = windows.embed(texts).vectors();
    for (int i = 0; i < texts.size(); i++) {
      assertArrayEquals(windows.embed(List.of(texts.get(i))).vectors()[0], together[i], "" + i);
    }
  }

  @Test
  void tokens_lost_are_counted_exactly_or_estimated_for_very_long_texts() {
    EmbeddedTexts few = MINI_LM.embed(List.of("tax ".repeat(300), "tax cut"));
    assertEquals(254 + 2, few.tokensSeen());
    assertEquals(46, few.tokensLost());
    String corpus = String.join(" ", Golden.passages());
    EmbeddedTexts many = MINI_LM.embed(List.of(corpus));
    TextTokenizer tokenizer = OpenModels.shared(Models.MINI_LM, Device.CPU).tokenizer();
    double exact = new TokenWindows(tokenizer, "", 256, 0).of(corpus).tokens() - 254;
    assertEquals(254, many.tokensSeen());
    assertEquals(1, many.tokensLost() / exact, 0.15);
  }

  @Test
  void texts_of_millions_of_characters_are_embedded_whole() {
    TinyModel model = TinyModel.in(folder);
    String words = "tax cut war \u0000\u0007peace \uD83D ";
    String text = words.repeat(5_000_000 / words.length());
    EmbeddedTexts embedded =
        model.embedder().withLongDocuments(LongDocuments.CHUNK).embed(List.of(text));
    assertEquals(4L * (5_000_000 / words.length()), embedded.tokensSeen());
    assertEquals(1, dot(embedded.vectors()[0], embedded.vectors()[0]), 1e-6);
    EmbeddedTexts cut = model.embedder().embed(List.of(text));
    assertEquals(1, (cut.tokensSeen() + cut.tokensLost()) / (double) embedded.tokensSeen(), 0.01);
  }

  @Test
  void a_text_without_a_token_and_many_characters_does_not_divide_by_zero() {
    OnnxEmbedder windows = chunks(TinyModel.in(folder).embedder(), 9, 2);
    EmbeddedTexts embedded = windows.embed(List.of("\u0001".repeat(2_100_000), "", " "));
    for (float[] vector : embedded.vectors()) {
      assertArrayEquals(embedded.vectors()[1], vector);
    }
  }

  @Test
  void an_overlap_or_a_prompt_that_leaves_no_room_is_refused() {
    OnnxEmbedder embedder = TinyModel.in(folder).embedder();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, chunks(embedder, 6, 4)::dimension);
    assertTrue(e.getMessage().contains("chunkOverlap must be smaller than the 4"), e.getMessage());
    OnnxEmbedder prompted = embedder.withPrompt("query: ").withMaxTokens(4);
    e = assertThrows(IllegalArgumentException.class, prompted::dimension);
    assertTrue(e.getMessage().contains("maxTokens must be more than the 4"), e.getMessage());
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
