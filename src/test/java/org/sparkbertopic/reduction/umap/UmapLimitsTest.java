package org.sparkbertopic.reduction.umap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.reduction.ReductionModelContract;
import org.sparkbertopic.reduction.neighbors.Metric;
import org.sparkbertopic.reduction.neighbors.MetricSpace;
import org.sparkbertopic.reduction.neighbors.NearestNeighborsTest;

/** Inputs at and beyond the edge of what can be laid out. */
class UmapLimitsTest {

  @Test
  void parameters_out_of_range_are_errors_of_one_form() {
    Umap umap = Umap.bertopic();
    assertWrong(() -> umap.withNNeighbors(1), "nNeighbors must be at least 2, got 1");
    assertWrong(() -> umap.withNComponents(0), "nComponents must be positive, got 0");
    assertWrong(() -> umap.withMinDist(-0.1), "minDist must be in [0, spread = 1.0], got -0.1");
    assertWrong(() -> umap.withMinDist(1.5), "minDist must be in [0, spread = 1.0], got 1.5");
    assertWrong(() -> umap.withMinDist(Double.NaN), "got NaN");
    assertWrong(() -> umap.withSpread(0), "spread must be positive and finite, got 0.0");
    assertWrong(() -> umap.withSpread(Double.POSITIVE_INFINITY), "got Infinity");
    assertWrong(() -> umap.withNEpochs(-1), "nEpochs must be 0 (by the number of rows) or more");
    assertWrong(() -> umap.withLearningRate(0), "learningRate must be positive and finite, got 0");
    assertWrong(() -> umap.withSetOpMixRatio(1.1), "setOpMixRatio must be in [0, 1], got 1.1");
    assertWrong(() -> umap.withLocalConnectivity(15), "localConnectivity must be in [0, nNeigh");
    assertWrong(() -> umap.withAnnealing(-1), "annealing must be non-negative and finite, got -1");
    assertWrong(() -> umap.withSmoothing(101), "smoothing must be from 0 to 100, got 101");
    assertWrong(() -> umap.withRepulsionStrength(-1), "repulsionStrength must be non-negative");
    assertWrong(() -> umap.withNegativeSampleRate(-1), "negativeSampleRate must be non-negative");
    assertWrong(() -> umap.withTargetWeight(1.1), "targetWeight must be in [0, 1], got 1.1");
    assertWrong(() -> umap.withTargetWeight(Double.NaN), "targetWeight must be in [0, 1], got NaN");
  }

  @Test
  void parameters_that_no_array_could_hold_are_errors() {
    float[][] points = NearestNeighborsTest.randomPoints(40_000, 1, 1);
    assertWrong(
        () ->
            UmapTest.fit(
                Umap.bertopic().withMetric(Metric.EUCLIDEAN).withNNeighbors(30_000), points, 1),
        "nNeighbors must be at most");
    assertWrong(
        () ->
            UmapTest.fit(
                Umap.bertopic().withMetric(Metric.EUCLIDEAN).withNComponents(1 << 30), points, 1),
        "nComponents must be at most");
  }

  @ParameterizedTest
  @EnumSource(UmapInit.class)
  void more_components_than_points_or_columns_are_filled(UmapInit init) {
    for (int rows : new int[] {2, 5, 12, 30}) {
      UmapModel model =
          UmapTest.fit(
              Umap.bertopic().withInit(init).withNComponents(12),
              NearestNeighborsTest.randomPoints(rows, 3, 2),
              1);
      UmapTest.assertAllFinite(model.embedding());
      assertEquals(rows, Arrays.stream(model.embedding()).map(Arrays::toString).distinct().count());
      assertEquals(12, model.transform(new float[][] {{1, 2, 3}})[0].length);
    }
  }

  @Test
  void negative_values_are_refused_under_hellinger_and_named_by_row_and_column() {
    float[][] points = NearestNeighborsTest.randomPoints(30, 3, 2);
    float[][] positive =
        NearestNeighborsTest.suited(Metric.HELLINGER, NearestNeighborsTest.randomPoints(30, 3, 2));
    Umap umap = Umap.bertopic().withMetric(Metric.HELLINGER);
    positive[4][2] = -1e-30f;
    String expected =
        "points must be non-negative under the metric hellinger, got -1.0E-30 in row 4, column 2; "
            + "give counts or shares, or take the metric cosine";
    assertWrong(() -> UmapTest.fit(umap, positive, 1), expected);
    positive[4][2] = -0f;
    UmapModel model = UmapTest.fit(umap, positive, 1);
    assertWrong(() -> model.transform(points), "under the metric hellinger, got -");
  }

  @Test
  void a_zero_row_is_at_hellinger_distance_one_from_all_others() {
    float[][] points = {{0, 0, 0}, {1, 2, 3}, {0, 0, 1}, {1, 0, 0}};
    MetricSpace space = MetricSpace.of(Metric.HELLINGER, points);
    float[][] rows = Passages.prepare(space, points);
    for (int i = 1; i < 4; i++) {
      assertEquals(1, space.distance(rows[0], rows[i]));
    }
    assertEquals(1, space.distance(rows[2], rows[3]), 1e-6);
    assertEquals(Math.sqrt(1 - Math.sqrt(0.5)), space.distance(rows[1], rows[2]), 1e-6);
    assertArrayEquals(rows[2], space.prepare(new float[] {0, 0, 1e-38f}));
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void huge_and_tiny_values_are_laid_out(Metric metric) {
    for (float size : new float[] {Float.MAX_VALUE, 1e-40f}) {
      float[][] points = NearestNeighborsTest.randomPoints(100, 5, 3);
      for (float[] point : points) {
        for (int d = 0; d < point.length; d++) {
          point[d] *= size;
        }
      }
      NearestNeighborsTest.suited(metric, points);
      UmapModel model = UmapTest.fit(Umap.bertopic().withMetric(metric).withNEpochs(50), points, 1);
      UmapTest.assertAllFinite(model.embedding());
      ReductionModelContract.assertSameBits(model.embedding(), model.transform(points));
    }
  }

  @Test
  void extreme_parameters_give_finite_places() {
    float[][] points = NearestNeighborsTest.randomPoints(100, 5, 3);
    Umap umap = Umap.bertopic().withNEpochs(50);
    for (Umap extreme :
        new Umap[] {
          umap.withLearningRate(9e5),
          umap.withRepulsionStrength(9e5),
          umap.withSpread(9e5),
          umap.withSpread(1e-6),
          umap.withMinDist(1),
          umap.withNegativeSampleRate(0),
          umap.withNegativeSampleRate(100),
          umap.withLocalConnectivity(0),
          umap.withLocalConnectivity(14.5),
          umap.withNNeighbors(Integer.MAX_VALUE),
        }) {
      UmapModel model = UmapTest.fit(extreme, points, 1);
      UmapTest.assertAllFinite(model.embedding());
      UmapTest.assertAllFinite(model.transform(NearestNeighborsTest.randomPoints(5, 5, 4)));
    }
  }

  /**
   * A graph that is one path has the smallest eigenvalues there are, and would be the deepest
   * recursion. 200,000 points go the same way, but take half a minute: the start that does not
   * converge goes on to its last iteration.
   */
  @Test
  void a_chain_of50000_points_is_laid_out() {
    float[][] points = new float[50_000][];
    Arrays.setAll(points, i -> new float[] {i, 0});
    Umap umap =
        Umap.bertopic()
            .withMetric(Metric.EUCLIDEAN)
            .withNNeighbors(3)
            .withNComponents(2)
            .withNEpochs(2);
    UmapModel model = UmapTest.fit(umap, points, 1);
    UmapTest.assertAllFinite(model.embedding());
    ReductionModelContract.assertSameBits(
        Arrays.copyOf(model.embedding(), 100), model.transform(Arrays.copyOf(points, 100)));
  }

  @Test
  void a_path_of200000_vertices_is_one_component() {
    int vertices = 200_000;
    int[] starts = new int[vertices + 1];
    int[] columns = new int[2 * vertices - 2];
    float[] weights = new float[columns.length];
    Arrays.fill(weights, 1);
    for (int v = 0; v < vertices; v++) {
      int end = starts[v];
      if (v > 0) {
        columns[end++] = v - 1;
      }
      if (v + 1 < vertices) {
        columns[end++] = v + 1;
      }
      starts[v + 1] = end;
    }
    assertEquals(1, Components.find(new FuzzyGraph(starts, columns, weights)).count());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1000})
  void fifty_thousand_repetitions_take_no_longer_than_the_different_rows(int different) {
    float[][] rows = NearestNeighborsTest.randomPoints(different, 8, 5);
    float[][] points = new float[50_000][];
    Arrays.setAll(points, i -> rows[i % different].clone());
    int[] labels = new int[points.length];
    Arrays.setAll(labels, i -> i % 5 - 1);
    UmapInput input = UmapInput.of(points).withLabels(labels);
    UmapModel model = UmapTest.fit(Umap.bertopic().withNEpochs(20), input, 1);
    UmapTest.assertAllFinite(model.embedding());
    int last = 49_999 / different * different;
    assertArrayEquals(model.embedding()[0], model.embedding()[last]);
    assertEquals(
        different, Arrays.stream(model.embedding()).map(Arrays::toString).distinct().count());
  }

  @Test
  void points_that_hardly_differ_are_laid_out() {
    float[][] points = new float[6000][];
    float value = 1;
    for (int i = 0; i < points.length; i++) {
      points[i] = new float[] {value, 1};
      value = Math.nextUp(value);
    }
    for (Metric metric : Metric.values()) {
      UmapModel model = UmapTest.fit(Umap.bertopic().withMetric(metric).withNEpochs(3), points, 1);
      UmapTest.assertAllFinite(model.embedding());
    }
  }

  private static void assertWrong(Runnable call, String expected) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, call::run, expected);
    UmapInputTest.assertSays(error, expected);
    assertTrue(error.getMessage().toLowerCase(Locale.ROOT).matches("[a-z].*"), error.getMessage());
  }
}
