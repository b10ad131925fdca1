package org.sparkbertopic.representation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sparkbertopic.ctfidf.TermScore;

class RepresentationTest {

  /** East, nearly east, north, north-east. The query of several words points north-east. */
  private static final Map<String, float[]> VECTORS =
      Map.of(
          "east", new float[] {1, 0},
          "easterly", new float[] {1, 0.05f},
          "north", new float[] {0, 2},
          "northeast", new float[] {3, 3},
          "west", new float[] {-1, 0});

  private static final List<TermScore> CANDIDATES =
      List.of(
          new TermScore("easterly", 0.5),
          new TermScore("east", 0.4),
          new TermScore("north", 0.3),
          new TermScore("northeast", 0.2));

  @Test
  void ctfidf_gives_the_first_words_and_fewer_where_there_are_fewer() {
    Evidence evidence =
        new Evidence(
            List.of(topic(-1, CANDIDATES), topic(0, CANDIDATES.subList(0, 1)), topic(3, List.of())),
            2,
            Optional.empty());
    assertEquals(
        Map.of(
            -1, CANDIDATES.subList(0, 2),
            0, CANDIDATES.subList(0, 1),
            3, List.of()),
        CtfidfRepresentation.create().represent(evidence));
  }

  @Test
  void mmr_without_diversity_keeps_the_words_closest_to_all_in_their_old_order_with_their_scores() {
    // Cosine with north-east: northeast 1, easterly 0.74, east 0.71, north 0.71.
    MaximalMarginalRelevance mmr =
        MaximalMarginalRelevance.create().withDiversity(0).withTopNWords(2);
    assertEquals(
        List.of(new TermScore("easterly", 0.5), new TermScore("northeast", 0.2)),
        mmr.represent(evidence(CANDIDATES)).get(0));
  }

  @Test
  void mmr_takes_words_that_differ_from_those_taken() {
    // northeast first; then 0.3 cos(query) - 0.7 cos(northeast) is -0.4 of each word's cosine, so
    // the tied north and east come before easterly, and of the two the one with the better score;
    // beside east, north is the farthest.
    MaximalMarginalRelevance mmr =
        MaximalMarginalRelevance.create().withDiversity(0.7).withTopNWords(3);
    assertEquals(
        List.of("east", "north", "northeast"), terms(mmr.represent(evidence(CANDIDATES)).get(0)));
    assertEquals(
        List.of("east", "northeast"),
        terms(mmr.withTopNWords(2).represent(evidence(CANDIDATES)).get(0)));
  }

  @Test
  void mmr_looks_at_thirty_candidates_and_keeps_all_where_there_are_fewer() {
    List<TermScore> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add(new TermScore(i < 30 ? "east" + i : "north", 1 - i / 100.0));
    }
    Function<List<String>, float[][]> embed =
        texts -> {
          assertFalse(texts.contains("north"));
          return texts.stream().map(text -> new float[] {1, 0}).toArray(float[][]::new);
        };
    Evidence evidence =
        new Evidence(
            List.of(topic(0, many), topic(1, many.subList(0, 4)), topic(2, List.of())),
            10,
            Optional.of(embed));
    Map<Integer, List<TermScore>> words = MaximalMarginalRelevance.create().represent(evidence);
    assertEquals(many.subList(0, 10), words.get(0));
    assertEquals(many.subList(0, 4), words.get(1));
    assertEquals(List.of(), words.get(2));
  }

  @Test
  void key_bert_ranks_by_closeness_to_the_mean_of_the_documents_of_the_topic_itself() {
    TopicEvidence east =
        new TopicEvidence(
            0,
            CANDIDATES,
            new float[] {0, 1},
            List.of(document("a", 1, 0.3f), document("b", 1, -0.3f), document("c", -9, 9)));
    TopicEvidence north =
        new TopicEvidence(7, CANDIDATES, new float[] {1, 0}, List.of(document("d", 0, 1)));
    Evidence evidence = new Evidence(List.of(east, north), 10, Optional.of(texts -> embed(texts)));
    KeyBertInspired keyBert =
        KeyBertInspired.create().withRepresentativeDocuments(2).withTopNWords(3);
    Map<Integer, List<TermScore>> words = keyBert.represent(evidence);
    assertEquals(List.of("east", "easterly", "northeast"), terms(words.get(0)));
    assertEquals(1, words.get(0).get(0).score(), 1e-12);
    assertEquals(Math.sqrt(0.5), words.get(0).get(2).score(), 1e-12);
    assertEquals(List.of("north", "northeast", "easterly"), terms(words.get(7)));
  }

  @Test
  void key_bert_takes_the_topics_embedding_where_there_are_no_documents_and_ties_by_code_point() {
    TopicEvidence topic =
        new TopicEvidence(
            0,
            List.of(new TermScore("north", 9), new TermScore("west", 8), new TermScore("east", 7)),
            new float[] {0, 1},
            List.of());
    Evidence evidence = new Evidence(List.of(topic), 10, Optional.of(texts -> embed(texts)));
    assertEquals(
        List.of("north", "east", "west"),
        terms(KeyBertInspired.create().represent(evidence).get(0)));
  }

  @Test
  void embeds_every_distinct_word_once_for_all_topics() {
    List<String> asked = new ArrayList<>();
    Evidence evidence =
        new Evidence(
            List.of(topic(0, CANDIDATES), topic(1, CANDIDATES.subList(1, 3))),
            10,
            Optional.of(
                texts -> {
                  asked.addAll(texts);
                  return embed(texts);
                }));
    KeyBertInspired.create().represent(evidence);
    assertEquals(List.of("easterly", "east", "north", "northeast"), asked);
  }

  @Test
  void chain_hands_the_words_of_one_to_the_next_and_asks_for_what_all_need() {
    KeyBertInspired keyBert =
        KeyBertInspired.create().withTopNWords(3).withRepresentativeDocuments(4);
    MaximalMarginalRelevance mmr =
        MaximalMarginalRelevance.create().withDiversity(0.7).withTopNWords(2);
    RepresentationChain chain = RepresentationChain.of(keyBert, mmr);
    assertEquals(100, chain.candidateTerms());
    assertEquals(4, chain.representativeDocuments());
    assertTrue(chain.needsEmbedder());
    assertFalse(RepresentationChain.of(CtfidfRepresentation.create()).needsEmbedder());

    TopicEvidence topic = topic(0, CANDIDATES);
    Evidence evidence = new Evidence(List.of(topic), 10, Optional.of(texts -> embed(texts)));
    List<TermScore> ranked = keyBert.represent(evidence).get(0);
    List<TermScore> expected = mmr.represent(evidence.withCandidates(Map.of(0, ranked))).get(0);
    assertEquals(expected, chain.represent(evidence).get(0));
    assertEquals(2, expected.size());
    assertTrue(ranked.containsAll(expected));
  }

  @Test
  void refuses_parameters_that_make_no_sense_and_missing_embedders() {
    assertMessage(
        "diversity must be in [0, 1], got 1.5; ",
        () -> MaximalMarginalRelevance.create().withDiversity(1.5));
    assertMessage(
        "topNWords must be at least 1, got 0; ",
        () -> MaximalMarginalRelevance.create().withTopNWords(0));
    assertMessage(
        "candidateTerms must be at least topNWords (10), got 9; ",
        () -> KeyBertInspired.create().withCandidateTerms(9));
    assertMessage(
        "representativeDocuments must be at least 1, got 0; ",
        () -> KeyBertInspired.create().withRepresentativeDocuments(0));
    assertMessage("models must be at least one", RepresentationChain::of);
    Evidence without = new Evidence(List.of(topic(0, CANDIDATES)), 10, Optional.empty());
    assertMessage(
        "embedder must be given for KeyBertInspired, got none; ",
        () -> KeyBertInspired.create().represent(without));
    Evidence wrong =
        new Evidence(
            List.of(topic(0, CANDIDATES)), 10, Optional.of(texts -> new float[][] {{1, 0}}));
    assertMessage(
        "embedder must give a vector for each of the 5 texts, got 1",
        () -> MaximalMarginalRelevance.create().represent(wrong));
    Evidence otherSpace =
        new Evidence(
            List.of(topic(0, CANDIDATES)), 10, Optional.of(texts -> new float[texts.size()][3]));
    assertMessage(
        "vectors must be of one space, got 3 and 2 coordinates; ",
        () -> KeyBertInspired.create().represent(otherSpace));
  }

  private static void assertMessage(String start, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.startsWith(start), message);
  }

  private static Evidence evidence(List<TermScore> candidates) {
    return new Evidence(List.of(topic(0, candidates)), 10, Optional.of(texts -> embed(texts)));
  }

  private static TopicEvidence topic(int id, List<TermScore> candidates) {
    return new TopicEvidence(id, candidates, new float[] {1, 0}, List.of());
  }

  private static RepresentativeDocument document(String id, float... embedding) {
    return new RepresentativeDocument(id, "text of " + id, embedding);
  }

  private static float[][] embed(List<String> texts) {
    return texts.stream()
        .map(text -> text.contains(" ") ? VECTORS.get("northeast") : VECTORS.get(text))
        .toArray(float[][]::new);
  }

  private static List<String> terms(List<TermScore> words) {
    return words.stream().map(TermScore::term).toList();
  }
}
