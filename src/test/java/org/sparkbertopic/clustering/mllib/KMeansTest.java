package org.sparkbertopic.clustering.mllib;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.CentroidModel;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.ClustererContract;
import org.sparkbertopic.clustering.Lloyd;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;

class KMeansTest extends ClustererContract {

  @Override
  protected Clusterer clusterer(int clusters) {
    return KMeans.create().withNClusters(clusters);
  }

  private static double sumOfSquares(double[][] points, double[][] centers) {
    double total = 0;
    for (double[] point : points) {
      double least = Double.POSITIVE_INFINITY;
      for (double[] center : centers) {
        double sum = 0;
        for (int j = 0; j < point.length; j++) {
          sum += Math.pow(point[j] - center[j], 2);
        }
        least = Math.min(least, sum);
      }
      total += least;
    }
    return total;
  }

  @Test
  void the_sum_of_squares_falls_in_every_round_to_what_brute_force_finds_for_its_centres() {
    double[][] points = uniform(2000, 3, 4);
    try (Workers workers = Workers.of(2)) {
      Points checked = Points.of(points);
      double[] start = KMeansSeeding.choose(checked, 12, 1, workers);
      Lloyd.Result result = Lloyd.run(checked, start, 300, 0, workers);
      double[] objectives = result.objectives();
      assertTrue(objectives.length > 5, "rounds: " + objectives.length);
      for (int round = 1; round < objectives.length; round++) {
        assertTrue(objectives[round] <= objectives[round - 1], "round " + round);
      }
      double[][] centers = new CentroidModel(3, result.centers(), result.labels()).centers();
      assertEquals(sumOfSquares(points, centers), objectives[objectives.length - 1], 1e-9);
    }
  }

  @Test
  void at_the_end_every_centre_is_the_mean_of_its_rows() {
    double[][] points = uniform(500, 2, 2);
    try (Workers workers = Workers.of(1)) {
      CentroidModel model =
          KMeans.create().withNClusters(5).withTolerance(0).fit(points, FitContext.of(3, workers));
      double[][] sums = new double[5][2];
      int[] sizes = new int[5];
      for (int row = 0; row < points.length; row++) {
        int label = model.labels()[row];
        assertEquals(label, model.predict(points[row]).label());
        sizes[label]++;
        sums[label][0] += points[row][0];
        sums[label][1] += points[row][1];
      }
      for (int c = 0; c < 5; c++) {
        double[] mean = {sums[c][0] / sizes[c], sums[c][1] / sizes[c]};
        assertArrayEquals(mean, model.centers()[c], 1e-12);
      }
    }
  }

  @Test
  void seeds_by_lot_beat_the_first_rows() {
    double[][] points = blobs();
    double[] firstRows = new double[6 * 3];
    for (int i = 0; i < 6; i++) {
      System.arraycopy(points[i * 6], 0, firstRows, i * 3, 3);
    }
    try (Workers workers = Workers.of(1)) {
      Points checked = Points.of(points);
      for (long seed = 0; seed < 10; seed++) {
        double[] drawn = KMeansSeeding.choose(checked, 6, seed, workers);
        double[] worse = Lloyd.run(checked, firstRows, 1, 0, workers).objectives();
        double[] better = Lloyd.run(checked, drawn, 1, 0, workers).objectives();
        assertTrue(better[0] < worse[0], "seed " + seed);
      }
    }
  }

  @Test
  void a_centre_without_rows_takes_the_farthest_row() {
    double[][] points = {{0}, {1}, {2}, {100}};
    try (Workers workers = Workers.of(1)) {
      Lloyd.Result result = Lloyd.run(Points.of(points), new double[] {1, -500}, 50, 0, workers);
      assertArrayEquals(new int[] {0, 0, 0, 1}, result.labels());
      assertArrayEquals(new double[] {1, 100}, result.centers());
    }
  }

  @Test
  void of_fewer_different_points_than_clusters_there_are_fewer_clusters() {
    assertEquals(2, fit(new double[][] {{1}, {1}, {2}, {2}, {2}}, 4, 1).clusterCount());
    CentroidModel none = CentroidModel.empty(2);
    assertEquals(ClusterModel.NOISE, none.predict(new double[] {1, 2}).label());
  }
}
