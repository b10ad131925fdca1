package org.sparkbertopic.operations.merging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.GoldenTopics;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.KeptDocument;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;

/** BERTopic's results of merging, reducing and deleting on the reference model. */
class TopicChangeGoldenTest {

  private static final double TOLERANCE = 1e-6;

  @Test
  void merges_as_bertopic() {
    JsonNode golden = Golden.json("topics/merge_topics.json");
    List<List<Integer>> groups = new ArrayList<>();
    golden
        .get("merge")
        .forEach(g -> groups.add(Arrays.stream(GoldenTopics.ints(g)).boxed().toList()));
    assertGives(golden, TopicMapping.merging(GoldenTopics.fitted(), groups));
  }

  @Test
  void reduces_to_a_number_as_bertopic_which_counts_the_outliers_too() {
    try (Workers workers = Workers.of(2)) {
      FittedTopics topics = GoldenTopics.fitted();
      assertGives(
          Golden.json("topics/reduce_to_10.json"),
          TopicReduction.create().toNumber(topics, 9, workers));
      TopicMapping two = TopicReduction.create().toNumber(topics, 2, workers);
      assertGives(Golden.json("topics/reduce_to_3.json"), two);
      assertArrayEquals(new int[] {-1, 0, 1}, two.newIds());
    }
  }

  /**
   * Topics 5 and 30 and the large group join topics 0 and 2 at one and the same distance, 0.807952:
   * there HDBSCAN may choose, and Python's puts them together.
   */
  @Test
  void reduces_by_itself_as_bertopic_but_for_topics_at_a_tie() {
    try (Workers workers = Workers.of(1)) {
      FittedTopics topics = GoldenTopics.fitted();
      TopicMapping mapping = TopicReduction.create().auto(topics, FitContext.of(0, workers));
      TopicMapping with5And30 =
          mapping.then(
              TopicMapping.merging(
                  GoldenTopics.CHANGE.apply(topics, mapping),
                  List.of(
                      List.of(mapping.apply(0), mapping.apply(5)),
                      List.of(mapping.apply(0), mapping.apply(30)))));
      assertEquals(mapping.apply(0), mapping.apply(2));
      assertEquals(List.of(5), mapping.sources(mapping.apply(5)));
      assertEquals(List.of(30), mapping.sources(mapping.apply(30)));
      assertGives(Golden.json("topics/reduce_auto.json"), with5And30);
    }
  }

  @Test
  void deletes_as_bertopic() {
    JsonNode golden = Golden.json("topics/delete_topics.json");
    List<Integer> deleted = Arrays.stream(GoldenTopics.ints(golden.get("delete"))).boxed().toList();
    TopicMapping mapping = TopicMapping.deleting(GoldenTopics.fitted(), deleted);
    assertSameAssignments(GoldenTopics.ints(golden.get("topics")), mapping);
  }

  @Test
  void updates_the_weighting_as_bertopic() {
    FittedTopics topics = GoldenTopics.fitted();
    ClassTfidf weighting =
        ClassTfidf.create().withBm25Weighting(true).withReduceFrequentWords(true);
    FittedTopics updated =
        GoldenTopics.CHANGE.apply(topics, TopicMapping.identity(topics), weighting);
    Map<Integer, Integer> same = new TreeMap<>();
    Arrays.stream(topics.ids()).forEach(id -> same.put(id, id));
    JsonNode golden = Golden.json("topics/ctfidf_variants.json").get("bm25_reduce_frequent");
    assertWords(golden, same, updated);
  }

  /** What a merge gives is what a fit with the merged assignments gives. */
  @Test
  void merged_topics_are_those_of_a_fit_with_their_documents() {
    FittedTopics topics = GoldenTopics.fitted();
    TopicMapping mapping =
        TopicMapping.merging(topics, List.of(List.of(1, 2), List.of(7, 31, 22), List.of(-1, 9)));
    FittedTopics merged = GoldenTopics.CHANGE.apply(topics, mapping);
    FittedTopics fitted = GoldenTopics.fit(mapping.apply(Golden.topics()), 5);
    assertEquals(fitted.counts().get().vocabulary(), merged.counts().get().vocabulary());
    assertTrue(fitted.counts().get().hasCellsOf(merged.counts().get()));
    assertArrayEquals(fitted.counts().get().values(), merged.counts().get().values());
    assertArrayEquals(fitted.ctfidf().weights().values(), merged.ctfidf().weights().values());
    for (int row = 0; row < fitted.topics().size(); row++) {
      Topic expected = fitted.topics().get(row);
      Topic topic = merged.topics().get(row);
      assertEquals(expected.words(), topic.words());
      assertEquals(expected.name(), topic.name());
      assertEquals(expected.size(), topic.size());
      for (int d = 0; d < 384; d++) {
        assertEquals(fitted.embeddings()[row][d], merged.embeddings()[row][d], 1e-6f);
      }
      List<String> candidates =
          mapping.sources(topic.id()).stream()
              .flatMap(id -> topics.documents().get(topics.rowOf(id)).stream())
              .map(KeptDocument::id)
              .toList();
      // the best of all documents, wherever they are among those that were kept
      List<String> best =
          GoldenTopics.fit(mapping.apply(Golden.topics()), 2000).documents().get(row).stream()
              .map(KeptDocument::id)
              .filter(candidates::contains)
              .limit(3)
              .toList();
      assertEquals(best, topic.representativeDocuments());
      if (row > 4) {
        break; // each is a fit of its own
      }
    }
  }

  private static void assertGives(JsonNode golden, TopicMapping mapping) {
    Map<Integer, Integer> ours =
        assertSameAssignments(GoldenTopics.ints(golden.get("topics")), mapping);
    FittedTopics changed = GoldenTopics.CHANGE.apply(GoldenTopics.fitted(), mapping);
    assertWords(golden.get("words"), ours, changed);
    long[] sizes = new long[changed.topics().size()];
    int offset = changed.hasOutliers() ? 1 : 0;
    for (int topic : mapping.apply(Golden.topics())) {
      sizes[topic + offset]++;
    }
    assertArrayEquals(sizes, changed.topics().stream().mapToLong(Topic::size).toArray());
  }

  /** Equal but for the numbers of topics of equal size; theirs to ours. */
  private static Map<Integer, Integer> assertSameAssignments(int[] expected, TopicMapping mapping) {
    int[] got = mapping.apply(Golden.topics());
    Map<Integer, Long> sizes =
        Arrays.stream(got).boxed().collect(Collectors.groupingBy(t -> t, Collectors.counting()));
    Map<Integer, Integer> ours = new TreeMap<>();
    for (int i = 0; i < expected.length; i++) {
      Integer known = ours.putIfAbsent(expected[i], got[i]);
      assertTrue(known == null || known == got[i], "passage " + i + ": " + known + ", " + got[i]);
      assertEquals(sizes.get(expected[i]), sizes.get(got[i]));
    }
    assertEquals(ours.size(), ours.values().stream().distinct().count());
    return ours;
  }

  /** Words of equal scores may change places, also over the end of the list. */
  private static void assertWords(JsonNode words, Map<Integer, Integer> ours, FittedTopics topics) {
    Map<Integer, List<TermScore>> expected = Golden.words(words);
    assertEquals(topics.topics().size(), expected.size());
    expected.forEach(
        (theirs, terms) -> {
          int id = ours.get(theirs);
          List<TermScore> got = topics.topic(id).words();
          Map<String, Double> scores =
              topics.ctfidf().topTerms(id, 100).stream()
                  .collect(Collectors.toMap(TermScore::term, TermScore::score));
          for (int rank = 0; rank < Math.min(terms.size(), got.size()); rank++) {
            assertEquals(terms.get(rank).score(), got.get(rank).score(), TOLERANCE);
            assertEquals(terms.get(rank).score(), scores.get(terms.get(rank).term()), TOLERANCE);
          }
        });
  }
}
