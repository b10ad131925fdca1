package org.sparkbertopic.representation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sparkbertopic.ctfidf.TermScore;

/** Against the formulas, with logits that are given; a model is run in the room inference. */
class ZeroShotClassificationTest {

  private static final List<String> NAMES = List.of("economy", "war", "school");

  private static final List<TermScore> WORDS =
      List.of(new TermScore("tax", 0.5), new TermScore("budget", 0.4), new TermScore("jobs", 0.3));

  private final List<String> asked = new ArrayList<>();

  /** Of each name: entailment, contradiction. */
  private ZeroShotClassification classifier(double[][] logits) {
    EntailmentModel model =
        (texts, hypotheses) -> {
          asked.addAll(texts);
          asked.addAll(hypotheses);
          double[][] all = new double[texts.size() * hypotheses.size()][];
          for (int i = 0; i < all.length; i++) {
            all[i] = logits[i % hypotheses.size()];
          }
          return all;
        };
    return ZeroShotClassification.of(model, NAMES.subList(0, logits.length)).withTopNWords(2);
  }

  private static Map<Integer, List<TermScore>> represent(ZeroShotClassification classifier) {
    return classifier.represent(
        new Evidence(
            List.of(topic(-1, WORDS), topic(0, WORDS), topic(5, List.of())), 10, Optional.empty()));
  }

  private static TopicEvidence topic(int id, List<TermScore> words) {
    return new TopicEvidence(id, words, new float[1], List.of());
  }

  @Test
  void the_surest_name_is_taken_by_the_softmax_of_all_entailments() {
    Map<Integer, List<TermScore>> words =
        represent(classifier(new double[][] {{3, 0}, {0, 5}, {1, 2}}));
    double all = Math.exp(3) + Math.exp(0) + Math.exp(1);
    assertEquals(1, words.get(0).size());
    assertEquals("economy", words.get(0).get(0).term());
    assertEquals(Math.exp(3) / all, words.get(0).get(0).score(), 1e-12);
    assertEquals(
        List.of(
            "tax budget jobs",
            "This example is economy.",
            "This example is war.",
            "This example is school."),
        asked);
  }

  @Test
  void outliers_and_topics_without_words_are_not_asked_for_and_keep_what_they_have() {
    Map<Integer, List<TermScore>> words =
        represent(classifier(new double[][] {{9, 0}, {0, 0}, {0, 0}}));
    assertEquals(WORDS.subList(0, 2), words.get(-1));
    assertEquals(List.of(), words.get(5));
  }

  @Test
  void a_topic_keeps_its_words_where_no_name_is_probable_enough() {
    // The softmax of (1, 0, 0) is 0.576.
    double[][] unsure = {{1, 0}, {0, 0}, {0, 0}};
    assertEquals(WORDS.subList(0, 2), represent(classifier(unsure)).get(0));
    assertEquals(
        "economy", represent(classifier(unsure).withMinProbability(0.57)).get(0).get(0).term());
    double exact = Math.E / (Math.E + 2);
    assertEquals(
        WORDS.subList(0, 2),
        represent(classifier(unsure).withMinProbability(exact + 1e-15)).get(0));
  }

  @Test
  void with_several_labels_each_name_stands_against_its_contradiction() {
    Map<Integer, List<TermScore>> words =
        represent(classifier(new double[][] {{3, 1}, {-1, 2}, {6, 1}}).withMultiLabel(true));
    assertEquals(List.of("school", "economy"), words.get(0).stream().map(TermScore::term).toList());
    assertEquals(1 / (1 + Math.exp(-5)), words.get(0).get(0).score(), 1e-12);
    assertEquals(1 / (1 + Math.exp(-2)), words.get(0).get(1).score(), 1e-12);
  }

  @Test
  void a_single_name_stands_against_its_contradiction() {
    assertEquals(WORDS.subList(0, 2), represent(classifier(new double[][] {{1, 1}})).get(0));
    assertEquals("economy", represent(classifier(new double[][] {{3, 1}})).get(0).get(0).term());
  }

  @Test
  void logits_of_any_size_are_probabilities() {
    Map<Integer, List<TermScore>> words =
        represent(classifier(new double[][] {{2_000, 0}, {1_000, 0}, {-2_000, 0}}));
    assertEquals(1, words.get(0).get(0).score());
  }

  @Test
  void parameters_are_checked() {
    ZeroShotClassification classifier = classifier(new double[][] {{1, 0}});
    assertMessage("template must hold {} ", () -> classifier.withTemplate("This is it."));
    assertMessage(
        "minProbability must be in [0, 1), got 1.0", () -> classifier.withMinProbability(1));
    assertMessage("topNWords must be at least 1", () -> classifier.withTopNWords(0));
    assertMessage(
        "candidateTopics must be at least one name, none of them blank, got []",
        () -> ZeroShotClassification.of(classifier.model(), List.of()));
    assertEquals(
        List.of("b", "a"),
        ZeroShotClassification.of(classifier.model(), List.of("b", "a", "b")).candidateTopics());
  }

  private static void assertMessage(String start, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.startsWith(start), message);
  }
}
