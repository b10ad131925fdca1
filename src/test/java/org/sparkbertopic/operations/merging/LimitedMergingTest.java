package org.sparkbertopic.operations.merging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.smile.Dendrogram;
import org.sparkbertopic.clustering.smile.Linkage;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.testing.GoldenTopics;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.TopicMapping;

class LimitedMergingTest {

  private static final int N = 60;

  private static double[][] distances(long seed) {
    Random random = new Random(seed);
    double[][] points = new double[N][3];
    double[][] distances = new double[N][N];
    for (double[] point : points) {
      Arrays.setAll(point, d -> random.nextGaussian());
    }
    for (int a = 0; a < N; a++) {
      for (int b = 0; b < N; b++) {
        double squares = 0;
        for (int d = 0; d < 3; d++) {
          squares += Math.pow(points[a][d] - points[b][d], 2);
        }
        distances[a][b] = Math.sqrt(squares);
      }
    }
    return distances;
  }

  private static long[] sizes(long seed) {
    return new Random(seed).longs(N, 1, 40).toArray();
  }

  @Test
  void without_a_limit_it_cuts_the_tree_of_every_linkage() {
    for (long seed = 1; seed <= 5; seed++) {
      double[][] distances = distances(seed);
      for (Linkage linkage : Linkage.values()) {
        Dendrogram tree = Dendrogram.of(distances, linkage);
        for (int number : new int[] {1, 2, 7, 30, N}) {
          assertArrayEquals(
              tree.cut(number),
              new LimitedMerging(linkage, sizes(seed), 1).cut(distances, number),
              linkage + " into " + number + ", seed " + seed);
        }
      }
    }
  }

  @Test
  void no_merged_topic_is_above_the_limit_and_what_is_left_cannot_be_merged() {
    long[] sizes = sizes(3);
    sizes[4] = 900;
    double limit = 0.15 * Arrays.stream(sizes).sum();
    for (Linkage linkage : Linkage.values()) {
      int[] labels = new LimitedMerging(linkage, sizes, 0.15).cut(distances(3), 2);
      long[] documents = new long[Arrays.stream(labels).max().orElseThrow() + 1];
      int[] members = new int[documents.length];
      for (int i = 0; i < N; i++) {
        documents[labels[i]] += sizes[i];
        members[labels[i]]++;
      }
      for (int i = 0; i < documents.length; i++) {
        assertTrue(members[i] == 1 || documents[i] <= limit, linkage::toString);
        for (int j = 0; j < i; j++) {
          assertTrue(documents[i] + documents[j] > limit, linkage::toString);
        }
      }
      assertEquals(1, members[labels[4]]);
    }
  }

  /** BERTopic's average linkage chains; Ward's and a limit make topics more even. */
  @Test
  void on_the_golden_corpus_other_linkages_are_more_even_and_cost_little() {
    FittedTopics topics = GoldenTopics.fitted();
    try (Workers workers = Workers.of(2)) {
      ReductionTradeoff average =
          ReductionTradeoff.of(topics, TopicReduction.create().toNumber(topics, 5, workers));
      ReductionTradeoff ward =
          ReductionTradeoff.of(
              topics,
              TopicReduction.create().withLinkage(Linkage.WARD).toNumber(topics, 5, workers));
      ReductionTradeoff limited =
          ReductionTradeoff.of(
              topics, TopicReduction.create().withMaxShare(0.3).toNumber(topics, 5, workers));
      String told = average + "\n" + ward + "\n" + limited;
      assertEquals(5, average.sizes().size());
      assertTrue(average.largestShare() > 0.5, told);
      assertTrue(ward.largestShare() < average.largestShare(), told);
      assertTrue(limited.largestShare() <= 0.3, told);
      assertTrue(ward.distance() > 0 && ward.distance() < 1, told);
      ReductionTradeoff none = ReductionTradeoff.of(topics, TopicMapping.identity(topics));
      assertEquals(0, none.distance());
      assertEquals(topics.topicCount(), none.sizes().size());
    }
    assertThrows(IllegalArgumentException.class, () -> TopicReduction.create().withMaxShare(0));
  }
}
