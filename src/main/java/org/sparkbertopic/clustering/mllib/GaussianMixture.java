package org.sparkbertopic.clustering.mllib;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;
import org.sparkbertopic.clustering.CentroidModel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.ClustererChecks;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.FitContext;

/**
 * A mixture of Gaussians, fitted by expectation and maximisation from the clusters of k-means
 * (Dempster, Laird, Rubin: Maximum likelihood from incomplete data via the EM algorithm, 1977; with
 * scikit-learn's parameters). A point belongs to the component that is most likely to have made it;
 * the probability is that component's share (its responsibility). Nothing is an outlier.
 *
 * <p>Time for n points of d columns: n x nComponents x d^2 / 2 a round, n x nComponents x d with
 * diagonal covariances; memory: the points once more, and nComponents x (d^2 + 1,024) doubles.
 * Meant for few columns: many need {@link Covariance#DIAGONAL}. The result depends on the points,
 * their order and the seed, not on the threads.
 *
 * @param nComponents clusters to find, at most as many as points
 * @param covariance shape of a component
 * @param maxIterations most rounds
 * @param tolerance ends when the mean log-likelihood of a point grows by less
 * @param regularization added to every variance, so that none is 0
 */
@RecordBuilder
public record GaussianMixture(
    int nComponents,
    Covariance covariance,
    int maxIterations,
    double tolerance,
    double regularization)
    implements Clusterer, GaussianMixtureBuilder.With {

  /** scikit-learn. */
  public static final int DEFAULT_MAX_ITERATIONS = 100;

  /** scikit-learn. */
  public static final double DEFAULT_TOLERANCE = 1e-3;

  /** scikit-learn. */
  public static final double DEFAULT_REGULARIZATION = 1e-6;

  public GaussianMixture {
    ClustererChecks.positive(nComponents, "nComponents", "it is the number of topics to find");
    Objects.requireNonNull(covariance, "covariance");
    ClustererChecks.positive(maxIterations, "maxIterations", "100 is the usual choice");
    ClustererChecks.tolerance(tolerance, DEFAULT_TOLERANCE);
    ClustererChecks.require(
        regularization > 0 && regularization < Double.POSITIVE_INFINITY,
        "regularization",
        "positive and finite",
        regularization,
        "the default is " + DEFAULT_REGULARIZATION);
  }

  /** The default parameters. */
  public static GaussianMixture create() {
    return new GaussianMixture(
        DEFAULT_N_CLUSTERS,
        Covariance.FULL,
        DEFAULT_MAX_ITERATIONS,
        DEFAULT_TOLERANCE,
        DEFAULT_REGULARIZATION);
  }

  /**
   * @throws IllegalArgumentException also if there are fewer points than components, or rounding
   *     makes a covariance lose its meaning (a message names the remedy)
   */
  @Override
  public GaussianMixtureModel fit(double[][] points, FitContext context) {
    Points checked = Points.of(points);
    ClustererChecks.atMostRows(nComponents, "GaussianMixture.nComponents", checked.rows);
    KMeans start = KMeans.create().withNClusters(nComponents);
    CentroidModel hard = start.fit(points, context);
    int components = hard.clusterCount();
    MixtureEstimation estimation =
        new MixtureEstimation(checked, components, covariance, regularization, context.workers());
    GaussianComponents fitted = estimation.of(hard);
    double likelihood = Double.NEGATIVE_INFINITY;
    for (int round = 0; round < maxIterations; round++) {
      MixtureEstimation.Step step = estimation.step(fitted);
      fitted = step.next();
      context.progress().report("gaussian mixture", (double) (round + 1) / maxIterations);
      if (step.meanLogLikelihood() - likelihood < tolerance && round > 0) {
        break;
      }
      likelihood = step.meanLogLikelihood();
    }
    int[] labels = new int[checked.rows];
    double[] probabilities = new double[checked.rows];
    GaussianComponents last = fitted;
    context
        .workers()
        .forEachRange(
            checked.rows,
            MixtureEstimation.ROW_GRAIN,
            (from, to) -> {
              double[] shares = new double[components];
              double[] scratch = new double[checked.dimension];
              for (int row = from; row < to; row++) {
                last.responsibilities(checked.values, row * checked.dimension, shares, scratch);
                labels[row] = GaussianComponents.largest(shares);
                probabilities[row] = Math.min(1, shares[labels[row]]);
              }
            });
    return new GaussianMixtureModel(last, labels, probabilities);
  }
}
