package org.sparkbertopic.online;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.LayoutRules;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.reduction.NoReduction;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.BufferedOutlier;
import org.sparkbertopic.vectorizer.CountVectorizer;

class NewTopicsTest {

  private static final int LEAST = 8;

  /** Topic 0 lies at (0, 1, 0), and everything is noise for the layout. */
  private static final SavedModel MODEL = model();

  private final List<BufferedOutlier> outliers = new ArrayList<>();

  /** Heaps of one direction at several distances: their balls overlap. */
  @Test
  void a_new_topic_has_documents_enough_though_another_takes_some_of_its_cluster() {
    int dropped = 0;
    for (int trial = 0; trial < 20; trial++) {
      outliers.clear();
      for (int distance = 1; distance <= 4; distance++) {
        heap(LEAST + 6 + trial % 5, 3 * distance, 0.01f * trial, 0);
      }
      NewTopics.Found found = find(0.7).orElseThrow();
      int[] sizes = new int[found.born().size() + 1];
      for (int topic : LaterTopics.topics(found.layouts(), found.clusterTopics(), outliers)) {
        sizes[Math.max(0, topic)]++;
      }
      for (int born = 1; born < sizes.length; born++) {
        assertEquals(born, found.born().get(born - 1));
        assertTrue(sizes[born] >= LEAST, "topic " + born + " has " + sizes[born] + " documents");
      }
      dropped += 4 - found.born().size();
    }
    assertTrue(dropped > 0, "some cluster must have lost its documents to another");
  }

  @Test
  void a_cluster_near_a_topic_joins_it_and_one_that_is_far_has_a_new_id() {
    heap(20, 0.3f, 1, 0);
    heap(30, 1, 0, 0.2f);
    assertArrayEquals(new int[] {1, 0}, find(0.9).orElseThrow().clusterTopics());
    assertArrayEquals(new int[] {1, 2}, find(0.99).orElseThrow().clusterTopics());
  }

  @Test
  void a_few_outliers_and_outliers_without_clusters_wait() {
    heap(2 * LEAST - 1, 1, 0, 0);
    assertTrue(find(0.7).isEmpty());
    outliers.clear();
    for (int i = 0; i < 60; i++) {
      add((float) noise(i, 0), (float) noise(i, 1), (float) noise(i, 2));
    }
    assertTrue(find(0.7).isEmpty());
  }

  @Test
  void a_cluster_that_is_looser_than_the_clusters_of_the_fit_waits() {
    heap(20, 1, 0, 0);
    heap(20, 0, 0, 0.15f);
    NewTopics.Limits limits = new NewTopics.Limits(0.9, 0.99);
    assertTrue(candidate(0, 20, limits));
    assertFalse(candidate(20, 40, limits));
    assertTrue(candidate(20, 40, new NewTopics.Limits(0.9, 0)));
  }

  private boolean candidate(int from, int to, NewTopics.Limits limits) {
    float[][] sample = outliers.stream().map(BufferedOutlier::embedding).toArray(float[][]::new);
    return new NewTopics(OnlineSettings.create(), LEAST)
        .candidate(IntStream.range(from, to).toArray(), sample, MODEL.topics(), limits)
        .isPresent();
  }

  private Optional<NewTopics.Found> find(double near) {
    OnlineSettings settings =
        OnlineSettings.create().withReducer(new NoReduction()).withNewTopicSimilarity(near);
    try (Workers workers = Workers.of(1)) {
      return new NewTopics(settings, LEAST)
          .find(outliers, outliers.size(), MODEL, FitContext.of(1, workers));
    }
  }

  private void heap(int documents, float x, float y, float z) {
    for (int i = 0; i < documents; i++) {
      int at = outliers.size();
      add(
          x + 0.05f * (float) noise(at, 0),
          y + 0.05f * (float) noise(at, 1),
          z + 0.05f * (float) noise(at, 2));
    }
  }

  private void add(float x, float y, float z) {
    int at = outliers.size();
    outliers.add(
        new BufferedOutlier(
            at, "d" + at, 1, 1, new float[] {x, y, z}, new byte[0], Optional.empty()));
  }

  private static double noise(int row, int column) {
    return 2 * CounterRandom.unit(CounterRandom.bits(7, row, column)) - 1;
  }

  private static SavedModel model() {
    TermMatrix none =
        new TermMatrix(new int[] {0}, List.of(), new int[2], new int[0], new double[0]);
    FittedTopics topics =
        new FittedTopics(
            List.of(new Topic(0, 5, "0_", List.of(), List.of())),
            new float[][] {{0, 1, 0}},
            new ClassTfidfModel(ClassTfidf.create(), none, new double[0]));
    return SavedModel.of(topics, CountVectorizer.create())
        .withLayout(LayoutModel.ofRules(LayoutRules.NONE, 3), new int[0]);
  }
}
