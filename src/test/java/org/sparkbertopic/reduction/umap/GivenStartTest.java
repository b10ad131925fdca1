package org.sparkbertopic.reduction.umap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.ReductionModelContract;
import org.sparkbertopic.reduction.neighbors.KnnGraph;
import org.sparkbertopic.reduction.neighbors.Metric;
import org.sparkbertopic.reduction.neighbors.MetricSpace;
import org.sparkbertopic.reduction.neighbors.NearestNeighbors;

class GivenStartTest {

  private static final int[] EACH_ITS_OWN = {0, 1, 2, 3};

  @Test
  void every_column_is_stretched_to_the_extent_and_nothing_else_happens_where_all_places_differ() {
    float[][] given = {{1, 30}, {2, 10}, {5, 20}, {3, 10}};
    assertArrayEquals(
        new float[] {0, 10, 2.5f, 0, 10, 5, 5, 0}, start(given, EACH_ITS_OWN, 4), 1e-6f);
  }

  @Test
  void a_column_that_all_places_share_becomes_zero() {
    float[][] given = {{1, 7}, {2, 7}, {5, 7}, {3, 7}};
    assertArrayEquals(
        new float[] {0, 0, 2.5f, 0, 10, 0, 5, 0}, start(given, EACH_ITS_OWN, 4), 1e-6f);
  }

  @Test
  void places_that_coincide_are_shaken_by_a_thousandth_of_the_distance_to_others() {
    float[][] given = {{0, 0}, {0, 0}, {10, 10}, {10, 0}};
    float[] start = start(given, EACH_ITS_OWN, 4);
    assertTrue(start[0] != start[2], Arrays.toString(start));
    assertArrayEquals(new float[] {0, 0, 0, 0, 10, 10, 10, 0}, start, 0.03f);
  }

  @Test
  void places_that_all_coincide_are_spread_by_lot() {
    float[][] given = new float[50][2];
    for (float[] place : given) {
      Arrays.fill(place, 1e30f);
    }
    int[] distinctOf = new int[50];
    Arrays.setAll(distinctOf, i -> i);
    float[] start = start(given, distinctOf, 50);
    for (int d = 0; d < 2; d++) {
      double sum = 0;
      for (int v = 0; v < 50; v++) {
        sum += start[2 * v + d];
      }
      assertEquals(5, sum / 50, 1.5);
    }
  }

  @Test
  void equal_rows_start_at_the_mean_of_their_places() {
    float[][] given = {{0, 0}, {8, 1}, {10, 5}, {2, 3}};
    assertArrayEquals(
        new float[] {0, 1.25f, 7f / 9 * 10, 0, 10, 10},
        start(given, new int[] {0, 1, 2, 0}, 3),
        1e-5f);
  }

  @Test
  void huge_places_do_not_overflow() {
    float[][] given = {{Float.MAX_VALUE}, {-Float.MAX_VALUE}, {0}, {Float.MAX_VALUE}};
    float[] start = start(given, EACH_ITS_OWN, 4);
    assertEquals(10, start[0], 0.1);
    assertEquals(0, start[1], 0.1);
    assertEquals(5, start[2], 0.1);
  }

  @Test
  void the_spectral_start_given_is_the_spectral_layout_to_the_bit() {
    float[][] points = Passages.training();
    Umap umap = Umap.bertopic().withNEpochs(10);
    long seed = 5;
    try (Workers workers = Workers.of(2)) {
      FitContext context = FitContext.of(seed, workers);
      MetricSpace space = MetricSpace.of(Metric.COSINE, points);
      float[][] rows = Passages.prepare(space, points);
      KnnGraph knn = NearestNeighbors.findExactly(rows, space, 15, workers);
      FuzzyGraph graph = FuzzyGraph.of(knn, 1, 1, workers);
      long startSeed = CounterRandom.bits(seed, 2);
      float[] spectral =
          InitialCoordinates.of(UmapInit.SPECTRAL, graph, rows, 5, startSeed, workers);
      float[][] given = new float[points.length][];
      Arrays.setAll(given, i -> Arrays.copyOfRange(spectral, i * 5, i * 5 + 5));
      UmapInput input = UmapInput.of(points).withInitialPlaces(given);
      ReductionModelContract.assertSameBits(
          umap.fit(points, context).embedding(), umap.fit(input, context).embedding());
    }
  }

  private static float[] start(float[][] given, int[] distinctOf, int vertices) {
    try (Workers workers = Workers.of(1)) {
      return GivenStart.of(given, distinctOf, vertices, 3, workers);
    }
  }
}
