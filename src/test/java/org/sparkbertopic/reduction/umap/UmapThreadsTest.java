package org.sparkbertopic.reduction.umap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.ReductionModelContract;
import org.sparkbertopic.reduction.neighbors.NearestNeighbors;
import org.sparkbertopic.reduction.neighbors.NearestNeighborsTest;

/** More rows than are compared pair by pair, so that every approximate part is at work. */
class UmapThreadsTest {

  private static final int ROWS = NearestNeighbors.EXACT_ROWS + 1404;
  private static final int CLUSTERS = 40;

  @Test
  void
      many_points_with_labels_are_laid_out_and_placed_to_the_same_bits_on_one_two_and_eight_threads() {
    float[][] points = clusters(ROWS, 1);
    float[][] unseen = clusters(300, 2);
    int[] labels = new int[ROWS];
    Arrays.setAll(labels, i -> i % 3 == 0 ? UmapInput.UNKNOWN : i % CLUSTERS / 2);
    Umap umap = Umap.create().withNEpochs(15);
    for (UmapInput input :
        new UmapInput[] {UmapInput.of(points), UmapInput.of(points).withLabels(labels)}) {
      UmapModel expected = fit(umap, input, 1);
      for (int threads : new int[] {2, 8}) {
        UmapModel found = fit(umap, input, threads);
        ReductionModelContract.assertSameBits(expected.embedding(), found.embedding());
        ReductionModelContract.assertSameBits(expected.transform(unseen), found.transform(unseen));
      }
    }
  }

  @Test
  void many_clusters_are_kept_together_and_new_points_land_in_theirs() {
    float[][] points = clusters(ROWS, 1);
    float[][] unseen = clusters(300, 2);
    UmapModel model = fit(Umap.bertopic().withNEpochs(60), UmapInput.of(points), 2);
    int[][] orders = LayoutQuality.orders(model.transform(unseen), model.embedding(), false);
    int own = 0;
    for (int i = 0; i < unseen.length; i++) {
      own += orders[i][0] % CLUSTERS == i % CLUSTERS ? 1 : 0;
    }
    assertTrue(own >= 297, own + " of 300");
  }

  @Test
  void coinciding_starts_of_many_points_are_shaken_to_the_same_bits_on_any_number_of_threads() {
    float[][] given = clusters(ROWS, 1);
    for (int i = 0; i < ROWS; i += 2) {
      given[i] = given[i % CLUSTERS].clone();
    }
    int[] distinctOf = new int[ROWS];
    Arrays.setAll(distinctOf, i -> i);
    try (Workers one = Workers.of(1);
        Workers eight = Workers.of(8)) {
      assertArrayEquals(
          GivenStart.of(given, distinctOf, ROWS, 4, one),
          GivenStart.of(given, distinctOf, ROWS, 4, eight));
    }
  }

  private static UmapModel fit(Umap umap, UmapInput input, int threads) {
    try (Workers workers = Workers.of(threads)) {
      return umap.fit(input, FitContext.of(21, workers));
    }
  }

  /** Points about centers drawn by lot; row i belongs to cluster i modulo the clusters. */
  private static float[][] clusters(int rows, long seed) {
    float[][] points = NearestNeighborsTest.randomPoints(rows, 12, seed);
    for (int i = 0; i < rows; i++) {
      for (int d = 0; d < 12; d++) {
        long lot = CounterRandom.bits(77, i % CLUSTERS, d);
        points[i][d] = 0.2f * points[i][d] + (float) (CounterRandom.unit(lot) - 0.5);
      }
    }
    return points;
  }
}
