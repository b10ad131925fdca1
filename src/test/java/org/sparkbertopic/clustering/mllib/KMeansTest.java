package org.sparkbertopic.clustering.mllib;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.CentroidModel;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.ClustererContract;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;

class KMeansTest extends ClustererContract {

  /** scikit-learn 1.9.1: {@code KMeans(12, n_init=20).fit(uniform(2000, 3, 4)).inertia_}. */
  private static final double BEST_INERTIA = 97.77;

  @Override
  protected Clusterer clusterer(int clusters) {
    spark();
    return KMeans.create().withNClusters(clusters).withMaxIterations(10);
  }

  /** Spark trains, whose rows are in partitions whatever their number. */
  @Override
  protected int rowsOnManyThreads() {
    return 500;
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
  void of_fewer_different_points_than_clusters_there_are_fewer_clusters() {
    assertEquals(2, fit(new double[][] {{1}, {1}, {2}, {2}, {2}}, 4, 1).clusterCount());
    CentroidModel none = CentroidModel.empty(2);
    assertEquals(ClusterModel.NOISE, none.predict(new double[] {1, 2}).label());
  }

  @Test
  void the_sum_of_squares_is_close_to_the_best_of_twenty_runs_of_scikit_learn() {
    double[][] points = uniform(2000, 3, 4);
    for (int seed = 0; seed < 3; seed++) {
      try (Workers workers = Workers.of(1)) {
        CentroidModel model =
            ((KMeans) clusterer(12))
                .withMaxIterations(40)
                .fit(points, FitContext.of(seed, workers));
        double sum = 0;
        for (int row = 0; row < points.length; row++) {
          double[] center = model.centers()[model.labels()[row]];
          for (int j = 0; j < 3; j++) {
            sum += Math.pow(points[row][j] - center[j], 2);
          }
        }
        assertTrue(sum < 1.06 * BEST_INERTIA, "seed " + seed + ": " + sum);
      }
    }
  }

  @Test
  void without_a_spark_session_the_error_says_what_to_do() {
    SparkSession session = spark();
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    try (Workers workers = Workers.of(1)) {
      String message =
          assertThrows(
                  IllegalStateException.class,
                  () -> KMeans.create().fit(uniform(60, 2, 1), FitContext.of(1, workers)))
              .getMessage();
      assertTrue(message.endsWith("SparkSession.builder().getOrCreate()"), message);
    } finally {
      SparkSession.setDefaultSession(session);
    }
  }
}
