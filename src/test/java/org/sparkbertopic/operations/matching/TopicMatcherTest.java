package org.sparkbertopic.operations.matching;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.operations.matching.TopicMatcher.Match;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** Topics made of numbers: topic i has the terms 10 i to 10 i + 9 and a direction of its own. */
class TopicMatcherTest {

  private static final int DIMENSION = 24;
  private static final List<String> TERMS =
      IntStream.range(0, 400).mapToObj(i -> String.format(Locale.ROOT, "t%03d", i)).toList();

  /**
   * @param kinds what each topic is about
   * @param noise of the embeddings
   * @param moved terms of each topic that belong to no kind
   */
  private static FittedTopics topics(int[] kinds, double noise, int moved, long seed) {
    Random random = new Random(seed);
    int[] pointers = new int[kinds.length + 2];
    List<Integer> columns = new ArrayList<>();
    List<Topic> topics = new ArrayList<>();
    float[][] embeddings = new float[kinds.length + 1][];
    topics.add(new Topic(-1, 50, "-1", List.of(), List.of()));
    embeddings[0] = new float[DIMENSION];
    Arrays.fill(embeddings[0], 10);
    for (int row = 0; row < kinds.length; row++) {
      TreeSet<Integer> own = new TreeSet<>();
      for (int i = 0; i < 10; i++) {
        own.add(i < moved ? 300 + random.nextInt(100) : 10 * kinds[row] + i);
      }
      columns.addAll(own);
      pointers[row + 2] = columns.size();
      embeddings[row + 1] = new float[DIMENSION];
      for (int d = 0; d < DIMENSION; d++) {
        // a common part ten times as large as a topic's own, as embeddings of words have
        embeddings[row + 1][d] =
            (float) (10 + (d == kinds[row] ? 3 : 0) + noise * random.nextGaussian());
      }
      topics.add(new Topic(row, 20, Integer.toString(row), List.of(), List.of()));
    }
    double[] counts = new double[columns.size()];
    Arrays.fill(counts, 5);
    TermMatrix matrix =
        new TermMatrix(
            IntStream.range(-1, kinds.length).toArray(),
            TERMS,
            pointers,
            columns.stream().mapToInt(Integer::intValue).toArray(),
            counts);
    return new FittedTopics(topics, embeddings, ClassTfidf.create().fit(matrix)).withCounts(matrix);
  }

  private static List<List<Integer>> ids(List<Match> matches) {
    return matches.stream().map(match -> List.of(match.oldId(), match.newId())).toList();
  }

  @Test
  void the_same_topics_in_another_order_are_found_though_all_cosines_are_near_one() {
    FittedTopics old = topics(new int[] {0, 1, 2, 3, 4}, 0.1, 0, 1);
    FittedTopics fresh = topics(new int[] {4, 7, 2, 0, 3}, 0.1, 4, 2);
    List<Match> matches = TopicMatcher.create().match(old, fresh);
    assertEquals(List.of(List.of(0, 3), List.of(2, 2), List.of(3, 4), List.of(4, 0)), ids(matches));
    matches.forEach(match -> assertTrue(match.similarity() > 0.9 && match.words() == 6));
    assertEquals(5, TopicMatcher.create().match(old, old).size());
  }

  @Test
  void both_the_embedding_and_the_words_must_agree() {
    FittedTopics old = topics(new int[] {0, 1}, 0, 0, 1);
    FittedTopics otherWords = topics(new int[] {0, 1}, 0, 9, 2);
    assertEquals(List.of(), TopicMatcher.create().match(old, otherWords));
    assertEquals(2, TopicMatcher.create().withMinWords(1).match(old, otherWords).size());
    assertEquals(2, TopicMatcher.create().withMinWords(0).match(old, otherWords).size());
    FittedTopics far = topics(new int[] {0, 1}, 0, 0, 3);
    float[][] turned = {far.embeddings()[0], far.embeddings()[2], far.embeddings()[1]};
    assertEquals(List.of(), TopicMatcher.create().match(old, far.withEmbeddings(turned)));
    assertThrows(
        IllegalArgumentException.class,
        () -> TopicMatcher.create().match(old, far.withEmbeddings(new float[3][2])));
    assertThrows(IllegalArgumentException.class, () -> new TopicMatcher(1.5, 2));
    assertThrows(IllegalArgumentException.class, () -> new TopicMatcher(0.5, 11));
  }

  @Test
  void given_names_decide_before_embeddings_and_words() {
    FittedTopics old = named(topics(new int[] {0, 1, 2}, 0, 0, 1), Map.of(0, "tax", 1, "war"));
    FittedTopics fresh = named(topics(new int[] {0, 1, 2}, 0, 0, 1), Map.of(0, "war", 1, "sea"));
    assertEquals(
        List.of(List.of(1, 0), List.of(2, 2)), ids(TopicMatcher.create().match(old, fresh)));
  }

  private static FittedTopics named(FittedTopics topics, Map<Integer, String> names) {
    return topics.withTopics(
        topics.topics().stream()
            .map(topic -> topic.withName(names.getOrDefault(topic.id(), topic.name())))
            .toList());
  }

  @Test
  void ids_mean_the_same_for_ever_over_any_number_of_fits() {
    Random random = new Random(3);
    FittedTopics model = topics(new int[] {0, 1, 2, 3}, 0.1, 0, 0);
    Map<Integer, Integer> kindOfId = new java.util.TreeMap<>();
    int[] kinds = {0, 1, 2, 3};
    for (int id = 0; id < 4; id++) {
      kindOfId.put(id, kinds[id]);
    }
    for (int fit = 1; fit < 12; fit++) {
      int[] present = IntStream.range(0, 20).filter(kind -> random.nextInt(3) == 0).toArray();
      if (present.length == 0) {
        continue;
      }
      FittedTopics drafts = topics(present, 0.1, 2, fit);
      CarriedTopics carried =
          LikeModel.of(SavedModel.of(model, CountVectorizer.create())).carry(drafts);
      int lastBefore = model.topicCount();
      model = carried.topics();
      // a valid model: numbered without gaps
      SavedModel.of(model, CountVectorizer.create());
      for (int row = 0; row < present.length; row++) {
        int id = carried.mapping().apply(row);
        Integer before = kindOfId.putIfAbsent(id, present[row]);
        assertEquals(before == null ? present[row] : before, present[row], "id " + id);
        assertTrue(before != null || id >= lastBefore);
        assertTrue(!model.topic(id).retired() && model.topic(id).size() == 20);
      }
      assertEquals(kindOfId.size(), model.topicCount());
      assertEquals(present.length, model.liveCount());
      assertEquals(List.copyOf(kindOfId.keySet()), List.copyOf(new TreeSet<>(List.of(ids(model)))));
    }
    assertTrue(model.topicCount() > 12);
  }

  private static Integer[] ids(FittedTopics topics) {
    return Arrays.stream(topics.ids()).filter(id -> id >= 0).boxed().toArray(Integer[]::new);
  }

  @Test
  void a_retired_row_has_the_words_and_label_of_before_and_the_weights_are_those_without_it() {
    FittedTopics old = topics(new int[] {0, 1, 2}, 0, 0, 1);
    List<TermScore> words = List.of(new TermScore("t005", 0.5));
    List<Topic> labelled = new ArrayList<>(old.topics());
    labelled.set(
        2, new Topic(1, 20, "1_t005", words, List.of("d")).withCustomLabel(Optional.of("Steuern")));
    FittedTopics before = old.withTopics(labelled);
    FittedTopics drafts = topics(new int[] {2, 0}, 0, 0, 1);
    CarriedTopics carried =
        LikeModel.of(SavedModel.of(before, CountVectorizer.create())).carry(drafts);
    Topic retired = carried.topics().topic(1);
    assertEquals(words, retired.words());
    assertEquals("Steuern", retired.label());
    assertEquals(0, retired.size());
    assertTrue(retired.isVacant());
    assertArrayEquals(old.embeddings()[2], carried.topics().embeddings()[2]);
    TermMatrix counts = carried.topics().counts().orElseThrow();
    assertEquals(counts.rowPointers()[2], counts.rowPointers()[3]);
    assertArrayEquals(drafts.ctfidf().idf(), ClassTfidf.create().fit(counts, 1).idf());
    assertEquals("0→2, 1→0", carried.mapping().toString().replace("-1→-1, ", ""));
  }

  @Test
  void a_model_without_terms_matches_by_its_words() {
    FittedTopics old = topics(new int[] {0, 1}, 0, 0, 1);
    TermMatrix none = new TermMatrix(old.ids(), List.of(), new int[4], new int[0], new double[0]);
    List<Topic> worded =
        old.topics().stream()
            .map(
                topic ->
                    topic.id() < 0
                        ? topic
                        : new Topic(topic.id(), 20, "x", old.topTerms(topic.id(), 10), List.of()))
            .map(topic -> topic.withName(Topic.defaultName(topic.id(), topic.words())))
            .toList();
    FittedTopics python = new FittedTopics(worded, old.embeddings(), ClassTfidf.create().fit(none));
    assertEquals(2, TopicMatcher.create().match(python, topics(new int[] {0, 1}, 0, 0, 1)).size());
  }
}
