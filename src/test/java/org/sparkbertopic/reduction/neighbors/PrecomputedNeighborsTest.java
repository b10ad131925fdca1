package org.sparkbertopic.reduction.neighbors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.ReductionModelContract;
import org.sparkbertopic.reduction.umap.Passages;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.reduction.umap.UmapInit;
import org.sparkbertopic.reduction.umap.UmapInput;
import org.sparkbertopic.reduction.umap.UmapInputTest;
import org.sparkbertopic.reduction.umap.UmapModel;

public class PrecomputedNeighborsTest {

  private static final float NAN = Float.NaN;

  @ParameterizedTest
  @EnumSource(Metric.class)
  void neighbours_of_an_exact_search_give_the_layout_of_the_search_to_the_bit(Metric metric) {
    float[][] points = NearestNeighborsTest.randomPoints(700, 6, 41);
    NearestNeighborsTest.suited(metric, points);
    for (float[] point : points) {
      for (int d = 0; d < point.length; d++) {
        point[d] *= 300; // so that Euclidean coordinates are scaled
      }
    }
    Umap umap = Umap.bertopic().withMetric(metric).withNEpochs(30);
    float[][] unseen =
        NearestNeighborsTest.suited(metric, NearestNeighborsTest.randomPoints(50, 6, 42));
    UmapModel searched = fit(umap, UmapInput.of(points));
    for (int k : new int[] {15, 22}) {
      UmapModel given = fit(umap, UmapInput.of(points).withNeighbors(exact(points, metric, k)));
      ReductionModelContract.assertSameBits(searched.embedding(), given.embedding());
      ReductionModelContract.assertSameBits(searched.transform(unseen), given.transform(unseen));
    }
  }

  @Test
  void neighbours_that_are_given_replace_the_search() {
    float[][] points = NearestNeighborsTest.randomPoints(100, 6, 43);
    float[][] others = NearestNeighborsTest.randomPoints(100, 6, 44);
    Umap umap = Umap.bertopic().withNEpochs(5).withInit(UmapInit.RANDOM);
    UmapInput input = UmapInput.of(points);
    PrecomputedNeighbors elsewhere = exact(others, Metric.COSINE, 15);
    float[][] searched = fit(umap, input).embedding();
    float[][] given = fit(umap, input.withNeighbors(elsewhere)).embedding();
    assertFalse(Arrays.deepEquals(searched, given));
    // From a random start, the points are seen through their neighbours alone.
    assertArrayEquals(fit(umap, UmapInput.of(others)).embedding(), given);
  }

  @Test
  void equal_rows_are_one_point_among_neighbours_too() {
    float[][] points = NearestNeighborsTest.randomPoints(200, 6, 45);
    points[17] = points[3].clone();
    points[90] = points[3].clone();
    Umap umap = Umap.bertopic().withNEpochs(20);
    // Two of any list may be repetitions, so that two more are enough.
    PrecomputedNeighbors neighbors = exact(points, Metric.COSINE, 17);
    UmapModel given = fit(umap, UmapInput.of(points).withNeighbors(neighbors));
    ReductionModelContract.assertSameBits(
        fit(umap, UmapInput.of(points)).embedding(), given.embedding());
  }

  @Test
  void equal_rows_that_leave_a_row_too_few_neighbours_are_an_error() {
    float[][] points = NearestNeighborsTest.randomPoints(200, 6, 45);
    for (int i = 3; i < 10; i++) {
      points[i] = points[3].clone();
    }
    PrecomputedNeighbors neighbors = exact(points, Metric.COSINE, 15);
    assertFails(
        () -> fit(Umap.bertopic(), UmapInput.of(points).withNeighbors(neighbors)),
        "neighbors' indices must be at least 15 different points per row (equal rows are one), "
            + "got 9 in row 3; find more neighbours, or leave equal rows out");
  }

  @Test
  void few_rows_need_few_neighbours() {
    float[][] points = NearestNeighborsTest.randomPoints(6, 4, 46);
    Umap umap = Umap.bertopic().withNEpochs(20);
    UmapInput input = UmapInput.of(points).withNeighbors(exact(points, Metric.COSINE, 5));
    ReductionModelContract.assertSameBits(
        fit(umap, UmapInput.of(points)).embedding(), fit(umap, input).embedding());
  }

  @Test
  void fewer_neighbours_than_a_layout_needs_are_an_error() {
    float[][] points = NearestNeighborsTest.randomPoints(60, 4, 46);
    UmapInput input = UmapInput.of(points).withNeighbors(exact(points, Metric.COSINE, 10));
    assertFails(
        () -> fit(Umap.bertopic(), input),
        "neighbors' indices must be at least 15 per row, as many as nNeighbors, got 10; "
            + "find more, or lower nNeighbors");
  }

  @Test
  void arrays_that_are_no_neighbours_are_errors_that_name_the_row() {
    int[][] good = {{0, 1}, {1, 0}};
    float[][] near = {{0, 1}, {0, 1}};
    assertWrong(good, new float[][] {{0, 1}}, "neighbors' distances must be given for all 2 rows");
    assertWrong(
        good, new float[][] {{0, 1}, {0}}, "distances must be 2 in every row, got 1 in row 1");
    assertWrong(new int[][] {{0, 1}, {1}}, near, "indices must be 2 in every row, got 1 in row 1");
    assertWrong(new int[][] {{}, {}}, near, "at least one per row, got none in row 0");
    assertWrong(new int[][] {{0, 1}, {0, 1}}, near, "own number first, got 0 in row 1");
    assertWrong(new int[][] {{0, 2}, {1, 0}}, near, "in [0, rows = 2), got 2 in row 0");
    assertWrong(new int[][] {{0, -1}, {1, 0}}, near, "in [0, rows = 2), got -1 in row 0");
    assertWrong(new int[][] {{0, 1}, {1, 1}}, near, "different within a row, got 1 twice in row 1");
    assertWrong(good, new float[][] {{0, 1}, {1, 1}}, "0 from a row to itself, got 1.0 in row 1");
    assertWrong(good, new float[][] {{NAN, 1}, {0, 1}}, "to itself, got NaN in row 0");
    assertWrong(good, new float[][] {{0, NAN}, {0, 1}}, "finite, got NaN in row 0, column 1");
    assertWrong(good, new float[][] {{0, 1}, {0, -1}}, "ascending, got -1.0 after 0.0 in row 1");
    assertWrong(
        new int[][] {{0, 1, 2}, {1, 0, 2}, {2, 0, 1}},
        new float[][] {{0, 1, 2}, {0, 2, 1}, {0, 1, 1}},
        "ascending, got 1.0 after 2.0 in row 1");
  }

  private static void assertWrong(int[][] indices, float[][] distances, String expected) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> new PrecomputedNeighbors(indices, distances));
    UmapInputTest.assertSays(error, expected);
  }

  private static void assertFails(Runnable call, String message) {
    IllegalArgumentException error = assertThrows(IllegalArgumentException.class, call::run);
    assertEquals(message, error.getMessage());
  }

  private static UmapModel fit(Umap umap, UmapInput input) {
    try (Workers workers = Workers.of(2)) {
      return umap.fit(input, FitContext.of(9, workers));
    }
  }

  /** Neighbours by comparing all pairs, in the rows' own units. */
  public static PrecomputedNeighbors exact(float[][] points, Metric metric, int k) {
    MetricSpace space = MetricSpace.of(metric, points);
    int[][] indices = new int[points.length][];
    float[][] distances = new float[points.length][];
    try (Workers workers = Workers.of(2)) {
      KnnGraph knn =
          NearestNeighbors.findExactly(Passages.prepare(space, points), space, k, workers);
      for (int v = 0; v < points.length; v++) {
        indices[v] = Arrays.copyOfRange(knn.indices(), v * k, v * k + k);
        distances[v] = Arrays.copyOfRange(knn.distances(), v * k, v * k + k);
        for (int i = 0; i < k; i++) {
          distances[v][i] = (float) (distances[v][i] / space.scale());
        }
      }
    }
    return new PrecomputedNeighbors(indices, distances);
  }
}
