package org.sparkbertopic.representation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.topics.AspectNames;
import org.sparkbertopic.topics.TopicDescriber.Description;

class AspectsTest {

  private static final List<TermScore> CANDIDATES =
      List.of(
          new TermScore("east", 0.9),
          new TermScore("north", 0.8),
          new TermScore("west", 0.7),
          new TermScore("south", 0.6));

  /** East and north at a right angle, their opposites opposite. */
  private static float[][] embed(List<String> texts) {
    return texts.stream()
        .map(
            text ->
                switch (text) {
                  case "east" -> new float[] {1, 0};
                  case "north" -> new float[] {0, 1};
                  case "west" -> new float[] {-1, 0};
                  case "south" -> new float[] {0, -1};
                  default -> new float[] {1, 1};
                })
        .toArray(float[][]::new);
  }

  private static Evidence evidence(Function<List<String>, float[][]> embedder) {
    return new Evidence(
        List.of(
            new TopicEvidence(0, CANDIDATES, new float[] {0, 1}, List.of()),
            new TopicEvidence(4, List.of(), new float[] {0, 1}, List.of())),
        2,
        Optional.of(embedder));
  }

  private static List<String> terms(List<TermScore> words) {
    return words.stream().map(TermScore::term).toList();
  }

  @Test
  void every_aspect_chooses_among_the_same_candidates() {
    RepresentationModel keyBert = KeyBertInspired.create().withTopNWords(2);
    Aspects aspects = Aspects.of(Map.of("words", CtfidfRepresentation.create(), "close", keyBert));
    Representations both = new Representations(keyBert, aspects);
    Description topic = both.describe(evidence(AspectsTest::embed)).get(0);
    assertEquals(List.of("north", "east"), terms(topic.words()));
    assertEquals(List.of("close", "words"), List.copyOf(topic.aspects().keySet()));
    assertEquals(topic.words(), topic.aspects().get("close"));
    assertEquals(List.of("east", "north"), terms(topic.aspects().get("words")));
    assertEquals(Optional.empty(), topic.label());
  }

  @Test
  void a_topic_without_terms_has_every_aspect_without_words() {
    Aspects aspects = Aspects.of(Map.of("words", CtfidfRepresentation.create()));
    Description topic =
        new Representations(CtfidfRepresentation.create(), aspects)
            .describe(evidence(AspectsTest::embed))
            .get(4);
    assertEquals(List.of(), topic.words());
    assertEquals(Map.of("words", List.of()), topic.aspects());
  }

  @Test
  void a_text_that_several_embed_is_embedded_once() {
    List<String> asked = new ArrayList<>();
    Aspects aspects =
        Aspects.of(
            Map.of(
                "a", KeyBertInspired.create(),
                "b", MaximalMarginalRelevance.create(),
                "c", RepresentationChain.of(KeyBertInspired.create())));
    new Representations(KeyBertInspired.create(), aspects)
        .describe(
            evidence(
                texts -> {
                  asked.addAll(texts);
                  return embed(texts);
                }));
    assertEquals(List.of("east", "north", "west", "south", "east north west south", ""), asked);
  }

  @Test
  void an_embedder_that_gives_too_few_vectors_is_an_error_here_too() {
    Aspects aspects = Aspects.of(Map.of("a", KeyBertInspired.create()));
    Representations both = new Representations(KeyBertInspired.create(), aspects);
    assertMessage(
        "embedder must give a vector for each of the 4 texts, got 1",
        () -> both.describe(evidence(texts -> new float[][] {{1, 0}})));
  }

  @Test
  void an_aspect_that_is_one_word_labels_the_topic_and_one_of_several_does_not() {
    for (int words : new int[] {1, 2}) {
      Aspects aspects =
          Aspects.of(Map.of("close", KeyBertInspired.create().withTopNWords(words)))
              .withLabels("close");
      Map<Integer, Description> topics =
          new Representations(CtfidfRepresentation.create(), aspects)
              .describe(evidence(AspectsTest::embed));
      assertEquals(words == 1 ? Optional.of("north") : Optional.empty(), topics.get(0).label());
      assertEquals(List.of("east", "north"), terms(topics.get(0).words()));
      assertEquals(Optional.empty(), topics.get(4).label());
    }
  }

  @Test
  void what_they_need_together_is_the_most_that_one_needs() {
    Aspects aspects =
        Aspects.of(
            Map.of(
                "a",
                KeyBertInspired.create().withRepresentativeDocuments(7),
                "b",
                MaximalMarginalRelevance.create()));
    Representations all = new Representations(CtfidfRepresentation.create(), aspects);
    assertEquals(100, all.candidateTerms());
    assertEquals(7, all.representativeDocuments());
    assertTrue(all.needsEmbedder());
    assertTrue(all.comparesWordsWithDocuments());
    Representations none = new Representations(CtfidfRepresentation.create(), Aspects.NONE);
    assertFalse(none.needsEmbedder());
    assertEquals(0, none.representativeDocuments());
  }

  @Test
  void names_are_checked_and_all_is_saved() {
    Map<String, RepresentationModel> models = new TreeMap<>();
    models.put("b", RepresentationChain.of(KeyBertInspired.create()));
    models.put("a", MaximalMarginalRelevance.create());
    Aspects aspects = Aspects.of(models).withLabels("b");
    String json = PartJson.encode(aspects, Aspects.class);
    assertEquals(aspects, PartJson.decode(json, Aspects.class));
    assertMessage("labels must be one of the aspects [a, b], got c", () -> aspects.withLabels("c"));
    for (String taken : List.of("main", "name", "Count", "representation", "CUSTOMNAME", " ")) {
      assertMessage(
          "aspects must have names that are none of " + AspectNames.TAKEN + ", got '" + taken + "'",
          () -> Aspects.of(Map.of(taken, CtfidfRepresentation.create())));
    }
    models.put("A", MaximalMarginalRelevance.create());
    assertMessage(
        "aspects must have names that differ not only in upper and lower case, got 'a' twice",
        () -> Aspects.of(models));
  }

  private static void assertMessage(String start, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.startsWith(start), message);
  }
}
