package org.sparkbertopic.clustering.smile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.AnyClustererContract;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;

class DbscanTest extends AnyClustererContract {

  /** The radius at which the contract's points have that many clusters. */
  @Override
  protected Clusterer clusterer(int clusters) {
    return Dbscan.create()
        .withEps(clusters == 6 ? 1.5 : clusters == 12 ? 0.1 : 0.4)
        .withMinSamples(3);
  }

  /** By the definition: what core points reach, cluster after cluster in the order of the rows. */
  private static int[] bruteForce(double[][] points, double eps, int minSamples) {
    int[][] near = new int[points.length][];
    Arrays.setAll(
        near,
        a ->
            IntStream.range(0, points.length)
                .filter(b -> distance(points[a], points[b]) <= eps)
                .toArray());
    int[] labels = new int[points.length];
    Arrays.fill(labels, ClusterModel.NOISE);
    int clusters = 0;
    for (int row = 0; row < points.length; row++) {
      if (labels[row] >= 0 || near[row].length < minSamples) {
        continue;
      }
      Deque<Integer> open = new ArrayDeque<>();
      open.add(row);
      labels[row] = clusters;
      while (!open.isEmpty()) {
        int core = open.remove();
        for (int reached : near[core]) {
          if (labels[reached] == ClusterModel.NOISE) {
            labels[reached] = clusters;
            if (near[reached].length >= minSamples) {
              open.add(reached);
            }
          }
        }
      }
      clusters++;
    }
    return labels;
  }

  private static double distance(double[] a, double[] b) {
    return Math.sqrt(IntStream.range(0, a.length).mapToDouble(j -> Math.pow(a[j] - b[j], 2)).sum());
  }

  private static ClusterModel fit(Dbscan dbscan, double[][] points) {
    try (Workers workers = Workers.of(2)) {
      return dbscan.fit(points, FitContext.of(0, workers));
    }
  }

  @Test
  void clusters_and_noise_are_those_of_brute_force() {
    for (int seed = 0; seed < 20; seed++) {
      double[][] points = uniform(300, 2, seed);
      for (int minSamples : new int[] {2, 4, 7}) {
        double eps = 0.03 + 0.002 * seed;
        ClusterModel model = fit(new Dbscan(eps, minSamples), points);
        int[] expected = bruteForce(points, eps, minSamples);
        assertArrayEquals(expected, model.labels());
        assertEquals(Arrays.stream(expected).max().orElseThrow() + 1, model.clusterCount());
        for (int row = 0; row < points.length; row++) {
          assertEquals(expected[row] < 0 ? 0 : 1, model.probabilities()[row]);
        }
      }
    }
  }

  @Test
  void a_new_point_belongs_to_the_nearest_core_point_within_the_radius() {
    double[][] points = uniform(300, 2, 7);
    double eps = 0.04;
    ClusterModel model = fit(new Dbscan(eps, 4), points);
    int[] cores =
        IntStream.range(0, 300)
            .filter(
                a -> Arrays.stream(points).filter(b -> distance(points[a], b) <= eps).count() >= 4)
            .toArray();
    for (double[] point : uniform(500, 2, 8)) {
      int nearest =
          IntStream.of(cores)
              .boxed()
              .min((a, b) -> Double.compare(distance(points[a], point), distance(points[b], point)))
              .orElseThrow();
      boolean within = distance(points[nearest], point) <= eps;
      ClusterModel.Prediction prediction = model.predict(point);
      assertEquals(within ? model.labels()[nearest] : ClusterModel.NOISE, prediction.label());
      assertEquals(within ? 1 : 0, prediction.probability());
    }
  }

  @Test
  void rows_that_are_one_object_are_as_many_points() {
    double[][] points = new double[10][];
    Arrays.fill(points, new double[] {1, 2});
    assertArrayEquals(new int[10], fit(new Dbscan(0.1, 10), points).labels());
  }

  @Test
  void where_nothing_is_dense_all_is_noise_and_the_model_can_be_kept() throws IOException {
    ClusterModel model = read(write(fit(new Dbscan(1e-6, 2), uniform(20, 3, 1))));
    assertEquals(0, model.clusterCount());
    assertTrue(Arrays.stream(model.labels()).allMatch(label -> label == ClusterModel.NOISE));
    assertEquals(ClusterModel.NOISE, model.predict(new double[3]).label());
  }

  @Test
  void bad_parameters_are_named() {
    assertEquals(
        "eps must be positive and finite, got 0.0; the default is 0.5",
        message(() -> new Dbscan(0, 5)));
    assertEquals(
        "minSamples must be 2 or more, got 1; a point is its own neighbour, and the default is 5",
        message(() -> new Dbscan(0.5, 1)));
  }
}
