package org.sparkbertopic.clustering.hdbscan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;

class CosineMetricTest {

  private static final Hdbscan COSINE = Hdbscan.create().withMetric(HdbscanMetric.COSINE);

  private static HdbscanModel fit(Hdbscan parameters, double[][] points) {
    try (Workers workers = Workers.of(2)) {
      return parameters.fit(points, FitContext.of(1, workers));
    }
  }

  /** Directions in bundles, of very different lengths. */
  private static double[][] bundles(int rows, int dimension, long seed) {
    double[][] points = SamplePoints.clusters(rows, dimension, 6, seed);
    for (int i = 0; i < rows; i++) {
      double length = Math.pow(10, 6 * SamplePoints.unit(seed, i, 99) - 3);
      for (int j = 0; j < dimension; j++) {
        points[i][j] = (points[i][j] - 0.5) * length;
      }
    }
    return points;
  }

  /** From the definition: no vector is scaled. */
  private static double chord(double[] a, double[] b) {
    double dot = 0;
    double ofA = 0;
    double ofB = 0;
    for (int j = 0; j < a.length; j++) {
      dot += a[j] * b[j];
      ofA += a[j] * a[j];
      ofB += b[j] * b[j];
    }
    return Math.sqrt(Math.max(0, 2 - 2 * dot / Math.sqrt(ofA * ofB)));
  }

  private static double[] mergesByMatrix(double[][] points, int minSamples) {
    int n = points.length;
    double[][] distances = new double[n][n];
    double[] cores = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        distances[i][j] = i == j ? 0 : chord(points[i], points[j]);
      }
      cores[i] = Arrays.stream(distances[i]).sorted().toArray()[minSamples];
    }
    double[] lightest = new double[n];
    Arrays.fill(lightest, Double.POSITIVE_INFINITY);
    double[] merges = new double[n - 1];
    boolean[] inside = new boolean[n];
    int newest = 0;
    for (int edge = 0; edge < n - 1; edge++) {
      inside[newest] = true;
      int best = -1;
      for (int i = 0; i < n; i++) {
        if (!inside[i]) {
          double weight = Math.max(distances[newest][i], Math.max(cores[newest], cores[i]));
          lightest[i] = Math.min(lightest[i], weight);
          best = best < 0 || lightest[i] < lightest[best] ? i : best;
        }
      }
      newest = best;
      merges[edge] = lightest[best];
    }
    Arrays.sort(merges);
    return merges;
  }

  private static double[][] scaled(double[][] points, double factor) {
    return Arrays.stream(points)
        .map(point -> Arrays.stream(point).map(x -> x * factor).toArray())
        .toArray(double[][]::new);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 40})
  void merges_are_those_of_the_matrix_of_all_cosines(int dimension) {
    double[][] points = bundles(400, dimension, 1);
    double[] expected = mergesByMatrix(points, 10);
    // The matrix loses half of the digits where a cosine is nearly 1.
    assertArrayEquals(expected, fit(COSINE, points).singleLinkageTree().distance(), 1e-7);
  }

  @Test
  void the_lengths_of_the_points_do_not_matter() {
    double[][] points = bundles(1500, 5, 2);
    HdbscanModel model = fit(COSINE, points);
    assertTrue(model.clusterCount() > 1);
    double[][] units = points.clone();
    for (int i = 0; i < units.length; i++) {
      double length = Math.sqrt(Arrays.stream(points[i]).map(x -> x * x).sum());
      units[i] = Arrays.stream(points[i]).map(x -> x / length).toArray();
    }
    HdbscanModel euclidean = fit(Hdbscan.create(), units);
    Partitions.assertSame(euclidean.labels(), model.labels());
    assertArrayEquals(euclidean.probabilities(), model.probabilities(), 1e-9);
    // What a power of two scales keeps its bits.
    for (double factor : new double[] {0x1p-300, 0x1p20, 0x1p300}) {
      HdbscanModel same = fit(COSINE, scaled(points, factor));
      assertArrayEquals(model.labels(), same.labels());
      assertArrayEquals(model.probabilities(), same.probabilities());
    }
  }

  @Test
  void a_new_point_is_measured_by_its_direction() {
    double[][] points = bundles(1800, 4, 3);
    HdbscanModel model = fit(COSINE, Arrays.copyOf(points, 1500));
    int members = 0;
    for (double[] point : Arrays.copyOfRange(points, 1500, 1800)) {
      ClusterModel.Prediction expected = model.predict(point);
      members += expected.label() == ClusterModel.NOISE ? 0 : 1;
      double[] longer = Arrays.stream(point).map(x -> x * 0x1p30).toArray();
      assertEquals(expected, model.predict(longer));
      assertArrayEquals(model.membershipVector(point), model.membershipVector(longer));
    }
    assertTrue(members > 150, members + " members");
  }

  @Test
  void predictions_leave_the_point_as_it_is() {
    HdbscanModel model = fit(COSINE, bundles(500, 3, 5));
    double[] point = {1, 2, 3};
    ClusterModel.Prediction first = model.predict(point);
    assertArrayEquals(new double[] {1, 2, 3}, point);
    assertEquals(first, model.predict(point));
  }

  @Test
  void fitting_leaves_the_points_as_they_are() {
    double[][] points = bundles(200, 3, 6);
    double[][] copy = scaled(points, 1);
    fit(COSINE, points);
    for (int i = 0; i < points.length; i++) {
      assertArrayEquals(copy[i], points[i]);
    }
  }

  @Test
  void zeros_are_a_direction_of_their_own_at_distance_one_from_all_others() {
    double[][] points = bundles(600, 5, 7);
    for (int i = 0; i < 100; i++) {
      points[i] = new double[5];
    }
    HdbscanModel model = fit(COSINE, points);
    int zero = model.labels()[0];
    assertNotEquals(ClusterModel.NOISE, zero);
    for (int i = 0; i < points.length; i++) {
      assertEquals(i < 100, model.labels()[i] == zero, "row " + i);
    }
    assertEquals(new ClusterModel.Prediction(zero, 1), model.predict(new double[5]));
    double[] merges = fit(COSINE, new double[][] {{0, 0}, {3, 0}}).singleLinkageTree().distance();
    assertArrayEquals(new double[] {1}, merges);
  }

  @Test
  void points_too_small_to_be_squared_have_a_direction() {
    double[][] points = {{1e-200, 0}, {0, 1e-200}, {-1e-200, 0}, {Double.MIN_VALUE, 0}};
    double[] merges = fit(COSINE.withMinSamples(1), points).singleLinkageTree().distance();
    assertArrayEquals(new double[] {0, Math.sqrt(2), Math.sqrt(2)}, merges, 1e-15);
  }
}
