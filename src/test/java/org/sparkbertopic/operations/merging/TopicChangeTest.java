package org.sparkbertopic.operations.merging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.operations.labels.TopicLabels;
import org.sparkbertopic.operations.search.TopicSearch;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.GoldenTopics;
import org.sparkbertopic.testing.Npy;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.KeptDocument;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;

/** What the reference results do not show: edges, names, laws that hold for any mapping. */
class TopicChangeTest {

  private static final TopicChange CHANGE = GoldenTopics.CHANGE;

  /** Topics of sizes, with a word of their own and one that all have. */
  private static FittedTopics topics(int firstId, long... sizes) {
    int n = sizes.length;
    int[] ids = new int[n];
    List<String> terms = new ArrayList<>(List.of("common"));
    int[] pointers = new int[n + 1];
    int[] columns = new int[2 * n];
    double[] counts = new double[2 * n];
    for (int i = 0; i < n; i++) {
      ids[i] = firstId + i;
      terms.add("own" + (char) ('a' + i));
      pointers[i + 1] = 2 * i + 2;
      columns[2 * i + 1] = i + 1;
      counts[2 * i] = 20;
      counts[2 * i + 1] = 5 + i;
    }
    TermMatrix matrix = new TermMatrix(ids, terms, pointers, columns, counts);
    ClassTfidfModel ctfidf = ClassTfidf.create().fit(matrix);
    List<Topic> topics = new ArrayList<>();
    List<List<KeptDocument>> documents = new ArrayList<>();
    float[][] embeddings = new float[n][];
    for (int i = 0; i < n; i++) {
      embeddings[i] = new float[] {i, 1};
      documents.add(
          List.of(
              new KeptDocument("d" + ids[i], "own" + (char) ('a' + i), embeddings[i]),
              new KeptDocument("same" + ids[i], "common", embeddings[i])));
      List<TermScore> words = ctfidf.topTerms(ids[i], 10);
      topics.add(
          new Topic(
              ids[i], sizes[i], Topic.defaultName(ids[i], words), words, List.of("d" + ids[i])));
    }
    return new FittedTopics(topics, embeddings, ctfidf, Optional.of(matrix), documents);
  }

  @Test
  void equal_sizes_are_numbered_by_their_smallest_old_topic() {
    FittedTopics topics = topics(-1, 9, 5, 5, 5, 5);
    TopicMapping mapping = TopicMapping.merging(topics, List.of(List.of(3, 2)));
    assertArrayEquals(new int[] {-1, 1, 2, 0, 0}, mapping.apply(topics.ids()));
    assertEquals(List.of(2, 3), mapping.sources(0));
    assertArrayEquals(new int[] {-1, 0, 1, 2}, mapping.newIds());
  }

  @Test
  void groups_that_share_a_topic_become_one() {
    FittedTopics topics = topics(0, 5, 4, 3, 2, 1);
    TopicMapping mapping =
        TopicMapping.merging(topics, List.of(List.of(0, 1), List.of(3, 4), List.of(4, 1)));
    assertArrayEquals(new int[] {0, 0, 1, 0, 0}, mapping.apply(topics.ids()));
  }

  @Test
  void a_topic_deleted_from_a_model_without_outliers_makes_them() {
    FittedTopics topics = topics(0, 5, 4, 3);
    TopicMapping mapping = TopicMapping.deleting(topics, List.of(1));
    FittedTopics changed = CHANGE.apply(topics, mapping);
    assertArrayEquals(new int[] {-1, 0, 1}, changed.ids());
    assertEquals(4, changed.topic(-1).size());
    assertEquals("-1_ownb_common", changed.topic(-1).name());
    assertArrayEquals(topics.embeddings()[1], changed.embeddings()[0]);
    assertEquals("d1", changed.topic(-1).representativeDocuments().get(0));
    assertEquals(-1, mapping.apply(-1));
    FittedTopics all = CHANGE.apply(topics, TopicMapping.deleting(topics, List.of(0, 1, 2)));
    assertArrayEquals(new int[] {-1}, all.ids());
    assertEquals(12, all.topic(-1).size());
  }

  @Test
  void outliers_never_become_a_topic_nor_vanish() {
    FittedTopics topics = topics(-1, 2, 5, 4);
    TopicMapping mapping = TopicMapping.merging(topics, List.of(List.of(1, -1)));
    assertArrayEquals(new int[] {-1, 0, -1}, mapping.apply(topics.ids()));
    FittedTopics changed = CHANGE.apply(topics, mapping);
    assertEquals(6, changed.topic(-1).size());
    assertArrayEquals(new float[] {(0 * 2 + 2 * 4) / 6f, 1}, changed.embeddings()[0]);
  }

  @Test
  void documents_of_equal_texts_are_named_once_and_no_more_are_kept_than_before() {
    FittedTopics topics = topics(0, 5, 4, 3);
    FittedTopics merged =
        CHANGE.apply(topics, TopicMapping.merging(topics, List.of(List.of(0, 1, 2))));
    List<String> kept = merged.documents().get(0).stream().map(KeptDocument::id).toList();
    assertEquals(2, kept.size());
    assertEquals("same0", kept.get(0));
    assertEquals(1, kept.stream().filter(id -> id.startsWith("same")).count(), kept.toString());
  }

  @Test
  void custom_labels_and_given_names_follow_their_topics() {
    FittedTopics plain = topics(-1, 9, 5, 4, 3);
    List<Topic> named = new ArrayList<>(plain.topics());
    Topic second = named.get(2);
    named.set(
        2,
        new Topic(1, 4, "zero-shot name", second.words(), List.of("d1"))
            .withCustomLabel(Optional.of("mine")));
    FittedTopics topics = TopicLabels.set(plain.withTopics(named), Map.of(-1, "rest", 2, "small"));
    FittedTopics changed =
        CHANGE.apply(topics, TopicMapping.merging(topics, List.of(List.of(1, 2))));
    assertTrue(
        changed.topic(0).name().startsWith("0_"), "a class is not the whole of a merged one");
    assertEquals(Optional.of("mine"), changed.topic(0).customLabel(), "of 4 of 7 documents");
    assertEquals(Optional.of("rest"), changed.topic(-1).customLabel());
    assertEquals(Optional.empty(), changed.topic(1).customLabel());
    assertTrue(changed.topic(1).name().startsWith("1_"), changed.topic(1).name());
    FittedTopics kept = CHANGE.apply(topics, TopicMapping.merging(topics, List.of(List.of(0, 2))));
    assertEquals("zero-shot name", kept.topic(1).name());
    assertEquals(Optional.empty(), kept.topic(0).customLabel(), "3 of 8 documents were small");
    FittedTopics fresh = topics(0, 5, 4);
    FittedTopics deleted =
        CHANGE.apply(
            TopicLabels.set(fresh, Map.of(1, "gone")), TopicMapping.deleting(fresh, List.of(1)));
    assertEquals(Optional.empty(), deleted.topic(-1).customLabel());
    assertEquals(Optional.empty(), TopicLabels.set(topics, Map.of(1, " ")).topic(1).customLabel());
  }

  @Test
  void a_merged_topic_keeps_the_best_zero_shot_name_that_its_embedding_still_reaches() {
    FittedTopics plain = topics(0, 8, 4, 4);
    FittedTopics topics =
        plain.withTopics(
            List.of(
                plain.topic(0).withName("Health"),
                plain.topic(1).withName("School"),
                plain.topic(2)));
    // embeddings of topics: (0, 1), (1, 1), (2, 1); of all three together (0.75, 1), (1.2, 1.6)
    float[][] names = {{0, 1}, {1, 1}};
    TopicMapping all = TopicMapping.merging(topics, List.of(List.of(0, 1, 2)));
    assertEquals("School", merged(topics, names, 0.98, all).topic(0).name());
    assertEquals("0_common", merged(topics, names, 0.995, all).topic(0).name().substring(0, 8));
    TopicMapping first = TopicMapping.merging(topics, List.of(List.of(0, 2)));
    FittedTopics two =
        merged(topics, names, 0.83, first); // (2/3, 1) has the cosine 0.832 with Health
    assertEquals("Health", two.topic(0).name());
    assertEquals("School", two.topic(1).name());
    assertEquals(List.of(), GivenNames.lost(topics, first, two));
    FittedTopics dropped = merged(topics, names, 0.84, first);
    assertEquals("School", dropped.topic(1).name());
    assertEquals(
        List.of("\"Health\" (now topic 0, " + dropped.topic(0).name() + ")"),
        GivenNames.lost(topics, first, dropped));
    FittedTopics renamed = TopicLabels.set(topics, Map.of(0, "mine", 1, "yours"));
    assertEquals(
        List.of("\"Health\" (now outliers)", "\"mine\" (now outliers)"),
        GivenNames.lost(
            renamed,
            TopicMapping.deleting(renamed, List.of(0)),
            CHANGE.apply(renamed, TopicMapping.deleting(renamed, List.of(0)))));
  }

  private static FittedTopics merged(
      FittedTopics topics, float[][] names, double minSimilarity, TopicMapping mapping) {
    return new TopicChange(
            CHANGE.describer(),
            CHANGE.scores(),
            CHANGE.representativeDocuments(),
            new GivenNames(List.of("Health", "School"), names, minSimilarity))
        .apply(topics, mapping);
  }

  @Test
  void a_persons_label_stays_whatever_the_aspects_say_and_an_aspects_follows_its_words() {
    FittedTopics plain = topics(0, 5, 4);
    Map<String, List<TermScore>> aspects = Map.of("label", List.of(new TermScore("taxes", 1)));
    FittedTopics labelled =
        plain.withTopics(
            List.of(
                plain.topic(0).withAspects(aspects).withCustomLabel(Optional.of("taxes")),
                plain.topic(1).withAspects(aspects).withLabelOfAspect(Optional.of("taxes"))));
    FittedTopics described = CHANGE.apply(labelled, TopicMapping.identity(labelled));
    assertEquals(Optional.of("taxes"), described.topic(0).ownLabel());
    assertEquals(Optional.empty(), described.topic(1).customLabel());
    FittedTopics carried =
        TopicLabels.carry(
            labelled,
            plain.withTopics(
                plain.topics().stream()
                    .map(topic -> topic.withLabelOfAspect(Optional.of("duties")))
                    .toList()));
    assertEquals(Optional.of("taxes"), carried.topic(0).ownLabel());
    assertEquals(Optional.of("duties"), carried.topic(1).customLabel());
    assertTrue(carried.topic(1).labelOfAspect());
  }

  /** For any groups: nothing is lost, nothing is doubled, two changes are one. */
  @Test
  void sizes_and_counts_are_kept_by_any_mapping() {
    FittedTopics topics = GoldenTopics.fitted();
    for (int seed = 0; seed < 5; seed++) {
      int[] keys = new int[topics.topicCount()];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = (int) (CounterRandom.unit(CounterRandom.bits(seed, i, 0)) * 12);
      }
      TopicMapping mapping = TopicMapping.grouping(topics, keys);
      FittedTopics changed = CHANGE.apply(topics, mapping);
      assertEquals(sum(topics), sum(changed));
      assertEquals(
          Arrays.stream(topics.counts().get().values()).sum(),
          Arrays.stream(changed.counts().get().values()).sum());
      for (int row = changed.hasOutliers() ? 2 : 1; row < changed.topics().size(); row++) {
        assertTrue(changed.topics().get(row - 1).size() >= changed.topics().get(row).size());
      }
      TopicMapping second = TopicMapping.deleting(changed, List.of(0));
      FittedTopics twice = CHANGE.apply(changed, second);
      FittedTopics once = CHANGE.apply(topics, mapping.then(second));
      assertArrayEquals(once.counts().get().values(), twice.counts().get().values());
      assertEquals(
          once.topics().stream().map(Topic::words).toList(),
          twice.topics().stream().map(Topic::words).toList());
    }
  }

  private static long sum(FittedTopics topics) {
    return topics.topics().stream().mapToLong(Topic::size).sum();
  }

  @Test
  void without_counts_nothing_can_be_merged_and_the_error_says_why() {
    FittedTopics fitted = topics(0, 3, 2);
    FittedTopics python = new FittedTopics(fitted.topics(), fitted.embeddings(), fitted.ctfidf());
    TopicMapping mapping = TopicMapping.merging(python, List.of(List.of(0, 1)));
    String message =
        assertThrows(IllegalArgumentException.class, () -> CHANGE.apply(python, mapping))
            .getMessage();
    assertTrue(message.contains("must keep how often its topics have each term"), message);
  }

  @Test
  void few_topics_are_reduced_to_what_there_is() {
    try (Workers workers = Workers.of(1)) {
      TopicReduction reduction = TopicReduction.create();
      for (FittedTopics topics : List.of(topics(-1, 3), topics(0, 3), topics(-1, 3, 2))) {
        assertTrue(reduction.toNumber(topics, 1, workers).isIdentity());
        assertTrue(reduction.toNumber(topics, 50, workers).isIdentity());
        assertTrue(reduction.auto(topics, FitContext.of(0, workers)).isIdentity());
      }
      FittedTopics two = topics(-1, 3, 2, 1);
      assertArrayEquals(new int[] {-1, 0}, reduction.toNumber(two, 1, workers).newIds());
      TopicReduction byWords = reduction.withSpace(TopicSpace.CTFIDF);
      assertEquals(3, byWords.toNumber(topics(0, 5, 4, 3, 2), 3, workers).newIds().length);
      assertThrows(IllegalArgumentException.class, () -> reduction.toNumber(two, 0, workers));
      assertThrows(
          IllegalArgumentException.class, () -> byWords.auto(two, FitContext.of(0, workers)));
    }
  }

  @Test
  void topics_of_which_none_are_merged_keep_their_numbers_also_where_those_are_not_by_size() {
    FittedTopics named = topics(-1, 9, 1, 5);
    assertTrue(TopicMapping.grouping(named, new int[] {7, 3}).isIdentity());
    assertArrayEquals(
        new int[] {-1, 0, 0}, TopicMapping.grouping(named, new int[] {7, 7}).apply(named.ids()));
    TopicMapping between = TopicMapping.between(new int[] {1, -1, 0, 1}, new int[] {0, -1, 2, 0});
    assertArrayEquals(new int[] {2, 0, -1}, between.apply(new int[] {0, 1, -1}));
    assertThrows(
        IllegalArgumentException.class,
        () -> TopicMapping.between(new int[] {1, 1}, new int[] {0, 2}));
  }

  @Test
  void distances_of_weights_are_those_of_brute_force() {
    FittedTopics topics = GoldenTopics.fitted();
    TermMatrix weights = topics.ctfidf().weights();
    double[][] dense = new double[33][weights.vocabulary().size()];
    for (int row = 0; row < 33; row++) {
      for (int e = weights.rowPointers()[row]; e < weights.rowPointers()[row + 1]; e++) {
        dense[row][weights.columns()[e]] = weights.values()[e];
      }
    }
    try (Workers one = Workers.of(1);
        Workers three = Workers.of(3)) {
      double[][] distances = TopicSpace.CTFIDF.distances(topics, one);
      assertArrayEquals(distances, TopicSpace.CTFIDF.distances(topics, three));
      for (int i = 0; i < 32; i++) {
        for (int j = 0; j < 32; j++) {
          double dot = 0;
          double a = 0;
          double b = 0;
          for (int d = 0; d < dense[0].length; d++) {
            dot += dense[i + 1][d] * dense[j + 1][d];
            a += dense[i + 1][d] * dense[i + 1][d];
            b += dense[j + 1][d] * dense[j + 1][d];
          }
          assertEquals(i == j ? 0 : 1 - dot / Math.sqrt(a * b), distances[i][j], 1e-12);
        }
      }
    }
  }

  @Test
  void labels_are_bertopics() {
    JsonNode golden = Golden.json("topics/labels_generated.json");
    FittedTopics topics = GoldenTopics.fitted();
    assertLabels(golden.get("default"), TopicLabels.create().generate(topics));
    assertLabels(
        golden.get("custom"),
        TopicLabels.create()
            .withWords(2)
            .withTopicPrefix(false)
            .withWordLength(10)
            .withSeparator(", ")
            .generate(topics));
    assertThrows(
        IllegalArgumentException.class,
        () -> TopicLabels.create().withAspect("POS").generate(topics));
  }

  /** Words of equal weight may change places. */
  private static void assertLabels(JsonNode golden, Map<Integer, String> labels) {
    assertEquals(golden.size(), labels.size());
    int same = 0;
    for (int row = 0; row < golden.size(); row++) {
      same += golden.get(row).asText().equals(labels.get(row - 1)) ? 1 : 0;
    }
    assertTrue(same >= 31, labels.toString());
  }

  @Test
  void topics_are_found_by_text_as_bertopic_finds_them() {
    FittedTopics topics = GoldenTopics.fitted();
    Map<String, float[]> vectors = new TreeMap<>();
    JsonNode golden = Golden.json("topics/find_topics.json");
    List<String> texts = new ArrayList<>();
    golden.fieldNames().forEachRemaining(texts::add);
    float[][] embedded = OnnxEmbedder.allMiniLmL6V2().embed(texts).vectors();
    for (int i = 0; i < texts.size(); i++) {
      vectors.put(texts.get(i), embedded[i]);
    }
    vectors.forEach(
        (text, vector) -> {
          List<TopicSearch.Match> matches = TopicSearch.nearest(topics, vector, 5);
          for (int rank = 0; rank < 5; rank++) {
            assertEquals(golden.get(text).get(0).get(rank).asInt(), matches.get(rank).topicId());
            assertEquals(
                golden.get(text).get(1).get(rank).asDouble(), matches.get(rank).similarity(), 1e-4);
          }
        });
    assertEquals(32, TopicSearch.nearest(topics, vectors.get(texts.get(0)), 100).size());
    assertThrows(
        IllegalArgumentException.class, () -> TopicSearch.nearest(topics, new float[3], 5));
    assertThrows(
        IllegalArgumentException.class, () -> TopicSearch.nearest(topics, new float[384], 0));
    float[] centre = Npy.floats2d("golden/topics/topic_embeddings.npy")[1];
    assertEquals(0, TopicSearch.nearest(topics, centre, 1).get(0).topicId());
    assertFalse(
        TopicSearch.nearest(topics, centre, 50).stream().anyMatch(match -> match.topicId() < 0));
  }
}
