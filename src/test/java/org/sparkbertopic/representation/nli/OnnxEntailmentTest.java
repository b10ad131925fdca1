package org.sparkbertopic.representation.nli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.embedding.onnx.OnnxWriter;
import org.sparkbertopic.embedding.onnx.TinyModel;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.representation.Evidence;
import org.sparkbertopic.representation.RepresentationModel;
import org.sparkbertopic.representation.TopicEvidence;
import org.sparkbertopic.representation.ZeroShotClassification;

/**
 * A real tokenizer, and a real graph of the shape of a model of inference that is small enough to
 * be computed by hand: the logits are the mean over the tokens of a table's rows, and of the rows
 * of another table for the text and the hypothesis. No such model that was trained lies in a
 * registry of packages.
 */
class OnnxEntailmentTest {

  private static final int LABELS = 3;
  private static final String CONFIG =
      "{\"max_position_embeddings\": 12, \"id2label\":"
          + " {\"0\": \"CONTRADICTION\", \"1\": \"neutral\", \"2\": \"Entailment\"}}";

  @TempDir Path folder;

  /** Of contradiction, neutral and entailment. */
  private static float[] row(int token) {
    return new float[] {0.25f * token, 1, (float) Math.cos(token)};
  }

  private static float[] typeRow(int type) {
    return new float[] {-type, 0, 8 * type};
  }

  private static float[] table(int rows, java.util.function.IntFunction<float[]> row) {
    float[] table = new float[rows * LABELS];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(row.apply(i), 0, table, i * LABELS, LABELS);
    }
    return table;
  }

  private static OnnxWriter graph(String output) {
    int words = TinyModel.VOCABULARY.size();
    return new OnnxWriter()
        .input("input_ids", OnnxWriter.INT64, -1, -1)
        .input("attention_mask", OnnxWriter.INT64, -1, -1)
        .input("token_type_ids", OnnxWriter.INT64, -1, -1)
        .weights("table", table(words, OnnxEntailmentTest::row), words, LABELS)
        .weights("types", table(2, OnnxEntailmentTest::typeRow), 2, LABELS)
        .node("Gather", List.of("table", "input_ids"), "words")
        .node("Gather", List.of("types", "token_type_ids"), "sides")
        .node("Add", List.of("words", "sides"), "tokens")
        .meanOver(1, "tokens", output)
        .output(output, OnnxWriter.FLOAT, -1, LABELS);
  }

  private OnnxEntailment model(String config) throws IOException {
    Files.createDirectories(folder.resolve("onnx"));
    Files.write(folder.resolve("onnx/model.onnx"), graph("logits").toBytes());
    Files.writeString(folder.resolve("tokenizer.json"), TinyModel.tokenizerJson());
    Files.writeString(folder.resolve("config.json"), config);
    return OnnxEntailment.of(folder.toString());
  }

  /** By hand: entailment and contradiction. */
  private static double[] expected(String text, String hypothesis) {
    float[] sums = new float[LABELS];
    int tokens = 0;
    for (int side = 0; side < 2; side++) {
      for (String word : (side == 0 ? text : hypothesis).split(" ", -1)) {
        for (int label = 0; label < LABELS; label++) {
          sums[label] += row(TinyModel.VOCABULARY.indexOf(word))[label] + typeRow(side)[label];
        }
        tokens++;
      }
    }
    return new double[] {sums[2] / tokens, sums[0] / tokens};
  }

  @Test
  void every_pair_gets_the_logits_of_its_own_tokens_and_sides() throws IOException {
    List<String> texts = List.of("tax cut", "war", "the school the peace");
    List<String> hypotheses = List.of("the tax", "war");
    double[][] logits = model(CONFIG).logits(texts, hypotheses);
    assertEquals(6, logits.length);
    for (int i = 0; i < logits.length; i++) {
      assertArrayEquals(
          expected(texts.get(i / 2), hypotheses.get(i % 2)), logits[i], 1e-5, "pair " + i);
    }
    assertTrue(Arrays.deepEquals(logits, model(CONFIG).logits(texts, hypotheses)));
    assertEquals(0, model(CONFIG).logits(List.of(), hypotheses).length);
  }

  @Test
  void labels_are_found_by_name_wherever_they_stand() throws IOException {
    String swapped = CONFIG.replace("\"0\": \"CONTRADICTION\"", "\"0\": \"entailment\"");
    swapped = swapped.replace("\"2\": \"Entailment\"", "\"2\": \"not_entailment\"");
    double[] there = model(swapped).logits(List.of("tax"), List.of("war"))[0];
    double[] usual = expected("tax", "war");
    assertArrayEquals(new double[] {usual[1], usual[0]}, there, 1e-5);
  }

  @Test
  void a_text_that_is_too_long_is_cut_and_the_hypothesis_is_not() throws IOException {
    String text = "tax ".repeat(200).strip();
    double[] logits = model(CONFIG).logits(List.of(text), List.of("the war"))[0];
    // Three quarters again and again, until text and hypothesis have at most twelve tokens.
    boolean found = false;
    for (int kept = 1; kept <= 10; kept++) {
      double[] expected = expected("tax ".repeat(kept).strip(), "the war");
      found |= Math.abs(expected[0] - logits[0]) < 1e-5 && Math.abs(expected[1] - logits[1]) < 1e-5;
    }
    assertTrue(found, Arrays.toString(logits));
  }

  @Test
  void a_topic_is_named_by_the_model() throws IOException {
    ZeroShotClassification zeroShot =
        ZeroShotClassification.of(model(CONFIG), List.of("tax", "war"))
            .withTemplate("{}")
            .withMinProbability(0.5);
    List<TermScore> words = List.of(new TermScore("the", 1), new TermScore("cut", 0.5));
    Evidence evidence =
        new Evidence(
            List.of(new TopicEvidence(0, words, new float[1], List.of())), 10, Optional.empty());
    double tax = Math.exp(expected("the cut", "tax")[0]);
    double war = Math.exp(expected("the cut", "war")[0]);
    Map<Integer, List<TermScore>> named = zeroShot.represent(evidence);
    assertEquals(war > tax ? "war" : "tax", named.get(0).get(0).term());
    assertEquals(Math.max(tax, war) / (tax + war), named.get(0).get(0).score(), 1e-6);
    String json = PartJson.encode(zeroShot, RepresentationModel.class);
    assertEquals(zeroShot, PartJson.decode(json, RepresentationModel.class));
  }

  @Test
  void what_is_missing_or_another_model_is_named() throws IOException {
    assertRefused(
        model("{\"id2label\": {\"0\": \"positive\", \"1\": \"negative\"}}"), "entailment");
    assertRefused(model("{}"), "id2label");
    assertRefused(
        model("{\"id2label\": {\"1\": \"entailment\", \"2\": \"x\"}}"), "number its labels");
    assertRefused(model("{\"id2label\": {"), "config.json must be JSON");
    OnnxEntailment two = model("{\"id2label\": {\"0\": \"entailment\", \"1\": \"other\"}}");
    assertRefused(two, "logits of shape [pairs][2]");

    OnnxEntailment whole = model(CONFIG);
    byte[] graph = graph("logits").toBytes();
    Files.write(folder.resolve("onnx/model.onnx"), Arrays.copyOf(graph, graph.length / 2));
    assertRefused(whole, "model.onnx");
    Files.write(folder.resolve("onnx/model.onnx"), graph("scores").toBytes());
    assertRefused(whole, "it must have an output logits");
    Files.delete(folder.resolve("onnx/model.onnx"));
    assertRefused(whole, "which has none");
    Files.delete(folder.resolve("tokenizer.json"));
    Files.write(folder.resolve("model.onnx"), graph);
    assertRefused(whole, "tokenizer.json");
    assertRefused(OnnxEntailment.of(folder.resolve("none").toString()), "must be a folder");
  }

  private static void assertRefused(OnnxEntailment model, String part) {
    String message = assertThrows(IllegalArgumentException.class, model::checkReady).getMessage();
    assertTrue(message.contains(part), message);
  }
}
