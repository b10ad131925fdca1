package org.sparkbertopic.reduction.umap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.neighbors.Metric;

/** One search for several layouts. */
class SharedNeighborsTest {

  private static final Umap UMAP = Umap.bertopic().withNEpochs(30);

  private static float[][] points(int rows, int different) {
    Random random = new Random(11);
    float[][] points = new float[rows][8];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < 8; j++) {
        points[i][j] = i < different ? random.nextFloat() - 0.5f : points[i % different][j];
      }
    }
    return points;
  }

  @Test
  void layouts_are_those_of_their_own_search_where_that_is_exact() {
    float[][] points = points(300, 280);
    try (Workers workers = Workers.of(2)) {
      FitContext context = FitContext.of(4, workers);
      SharedNeighbors shared = SharedNeighbors.find(points, UMAP.withNNeighbors(20), context);
      for (int neighbors : new int[] {20, 10, 2}) {
        Umap umap = UMAP.withNNeighbors(neighbors);
        assertArrayEquals(
            umap.fit(points, context).embedding(), shared.fit(umap, context).embedding());
      }
    }
  }

  @Test
  void few_and_equal_points_are_laid_out_as_without_sharing() {
    try (Workers workers = Workers.of(1)) {
      FitContext context = FitContext.of(4, workers);
      for (int different : new int[] {1, 2, 5}) {
        float[][] points = points(12, different);
        SharedNeighbors shared = SharedNeighbors.find(points, UMAP, context);
        Umap fewer = UMAP.withNNeighbors(3);
        assertArrayEquals(
            fewer.fit(points, context).embedding(), shared.fit(fewer, context).embedding());
      }
    }
  }

  @Test
  void a_search_serves_neither_more_neighbours_nor_another_metric_or_seed() {
    float[][] points = points(40, 40);
    try (Workers workers = Workers.of(1)) {
      FitContext context = FitContext.of(4, workers);
      SharedNeighbors shared = SharedNeighbors.find(points, UMAP, context);
      IllegalArgumentException more =
          assertThrows(
              IllegalArgumentException.class, () -> shared.fit(UMAP.withNNeighbors(16), context));
      assertTrue(more.getMessage().contains("nNeighbors must be at most 15"), more.getMessage());
      assertThrows(
          IllegalArgumentException.class,
          () -> shared.fit(UMAP.withMetric(Metric.EUCLIDEAN), context));
      assertThrows(
          IllegalArgumentException.class, () -> shared.fit(UMAP, FitContext.of(5, workers)));
    }
  }
}
