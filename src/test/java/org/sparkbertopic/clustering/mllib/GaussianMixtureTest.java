package org.sparkbertopic.clustering.mllib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.CentroidModel;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.ClustererContract;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;

class GaussianMixtureTest extends ClustererContract {

  @Override
  protected Clusterer clusterer(int clusters) {
    spark();
    return GaussianMixture.create().withNComponents(clusters);
  }

  @Test
  void the_likelihood_grows_in_every_round() {
    Points points = Points.of(uniform(800, 3, 6));
    try (Workers workers = Workers.of(2)) {
      FitContext context = FitContext.of(1, workers);
      CentroidModel hard = KMeans.create().withNClusters(5).fit(uniform(800, 3, 6), context);
      for (Covariance covariance : Covariance.values()) {
        MixtureEstimation estimation = new MixtureEstimation(points, 5, covariance, 1e-6, workers);
        GaussianComponents components = estimation.of(hard);
        double before = Double.NEGATIVE_INFINITY;
        for (int round = 0; round < 15; round++) {
          MixtureEstimation.Step step = estimation.step(components);
          assertTrue(step.meanLogLikelihood() >= before - 1e-6, covariance + " round " + round);
          before = step.meanLogLikelihood();
          components = step.next();
        }
      }
    }
  }

  @Test
  void responsibilities_are_those_of_the_densities_that_a_library_computes() {
    double[] weights = {0.3, 0.7};
    double[][] means = {{1, 2}, {0, -1}};
    double[][][] covariances = {{{2, 0.5}, {0.5, 1}}, {{0.7, -0.2}, {-0.2, 3}}};
    GaussianComponents components =
        GaussianComponents.of(
            2,
            true,
            weights,
            new double[] {1, 2, 0, -1},
            new double[] {2, 0.5, 0.5, 1, 0.7, -0.2, -0.2, 3});
    double[] shares = new double[2];
    for (double[] point : uniform(20, 2, 3)) {
      double likelihood = components.responsibilities(point, 0, shares, new double[2]);
      double[] densities = new double[2];
      for (int c = 0; c < 2; c++) {
        densities[c] =
            weights[c]
                * new MultivariateNormalDistribution(null, means[c], covariances[c]).density(point);
      }
      double total = densities[0] + densities[1];
      assertEquals(Math.log(total), likelihood, 1e-12);
      assertEquals(densities[0] / total, shares[0], 1e-12);
      assertEquals(1, shares[0] + shares[1], 1e-12);
    }
  }

  @Test
  void a_point_at_any_distance_belongs_to_the_nearest_component() {
    for (boolean full : new boolean[] {true, false}) {
      double[] covariances = full ? new double[] {1, 0.5, 0.5, 1, 1, 0, 0, 1} : new double[4];
      if (!full) {
        Arrays.fill(covariances, 1);
      }
      GaussianComponents components =
          GaussianComponents.of(
              2, full, new double[] {0.5, 0.5}, new double[] {-1, 0, 1, 0}, covariances);
      for (double far : new double[] {1e3, 1e60, 1e160, Double.MAX_VALUE}) {
        double[] shares = new double[2];
        components.responsibilities(new double[] {-far, -far}, 0, shares, new double[2]);
        assertEquals(1, shares[0] + shares[1], 1e-12, full + " at " + far);
        // Along the axis of the narrow ellipse the first is nearer; equal ones part at 1e16.
        assertEquals(full || far < 1e16 ? 1 : 0.5, shares[0], 1e-12, full + " at " + far);
      }
    }
  }

  @Test
  void two_crossed_ellipses_are_told_apart_where_k_means_cannot() {
    double[][] points = new double[1000][2];
    for (int row = 0; row < points.length; row++) {
      double along = normal(row, 0);
      double across = 0.05 * normal(row, 1);
      points[row] =
          row % 2 == 0 ? new double[] {along, across} : new double[] {across + 0.2, along};
    }
    assertTrue(agreement(fit(points, 2, 1).labels()) > 0.9);
    assertTrue(agreement(new KMeansTest().fit(points, 2, 1).labels()) < 0.8);
    ClusterModel model = fit(points, 2, 1);
    assertTrue(model.predict(new double[] {0.2, 0}).probability() < 0.99);
    assertTrue(model.predict(new double[] {-2, 0}).probability() > 0.99);
  }

  private static double agreement(int[] labels) {
    long same = 0;
    for (int row = 0; row < labels.length; row++) {
      same += labels[row] == row % 2 ? 1 : 0;
    }
    return Math.max(same, labels.length - same) / (double) labels.length;
  }

  private static double normal(int row, int which) {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += CounterRandom.unit(CounterRandom.bits(31, row, which, i));
    }
    return sum;
  }

  @Test
  void the_shares_of_training_rows_are_those_of_new_points() {
    double[][] points = uniform(400, 2, 5);
    GaussianMixtureModel model = (GaussianMixtureModel) fit(points, 4, 1);
    for (int row = 0; row < points.length; row++) {
      assertEquals(model.labels()[row], model.predict(points[row]).label());
      assertEquals(model.probabilities()[row], model.predict(points[row]).probability());
      assertEquals(1, Arrays.stream(model.responsibilities(points[row])).sum(), 1e-12);
    }
  }
}
