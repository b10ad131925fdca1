package org.sparkbertopic.clustering.mllib;

import org.sparkbertopic.clustering.CentroidModel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.ClustererChecks;
import org.sparkbertopic.clustering.Lloyd;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.FitContext;

/**
 * K-means: clusters around means, as many as asked for, without outliers (Lloyd: Least squares
 * quantization in PCM, 1957; started by k-means++, Arthur and Vassilvitskii 2007). A new point
 * belongs to the nearest mean. How sure that is, k-means does not say: every probability is 1.
 *
 * <p>Where there are fewer different points than {@code nClusters}, there are that many clusters.
 *
 * <p>Time for n points of d columns: n x nClusters x d a round, some tens of rounds; memory: the
 * points once more. The result depends on the points, their order and the seed, not on the threads.
 *
 * @param nClusters clusters to find, at most as many as points
 * @param maxIterations most rounds
 * @param tolerance ends when the means' squared moves add up to at most this share of the points'
 *     mean variance
 */
public record KMeans(int nClusters, int maxIterations, double tolerance) implements Clusterer {

  /** As in the examples of BERTopic's documentation; scikit-learn has 8. */
  public static final int DEFAULT_N_CLUSTERS = 50;

  /** scikit-learn. */
  public static final int DEFAULT_MAX_ITERATIONS = 300;

  /** scikit-learn. */
  public static final double DEFAULT_TOLERANCE = 1e-4;

  public KMeans {
    ClustererChecks.positive(nClusters, "nClusters", "it is the number of topics to find");
    ClustererChecks.positive(maxIterations, "maxIterations", "300 is the usual choice");
    ClustererChecks.tolerance(tolerance, DEFAULT_TOLERANCE);
  }

  /** The default parameters. */
  public static KMeans create() {
    return new KMeans(DEFAULT_N_CLUSTERS, DEFAULT_MAX_ITERATIONS, DEFAULT_TOLERANCE);
  }

  public KMeans withNClusters(int value) {
    return new KMeans(value, maxIterations, tolerance);
  }

  public KMeans withMaxIterations(int value) {
    return new KMeans(nClusters, value, tolerance);
  }

  public KMeans withTolerance(double value) {
    return new KMeans(nClusters, maxIterations, value);
  }

  /**
   * @throws IllegalArgumentException also if there are fewer points than clusters
   */
  @Override
  public CentroidModel fit(double[][] points, FitContext context) {
    Points checked = Points.of(points);
    ClustererChecks.atMostRows(nClusters, "KMeans.nClusters", checked.rows);
    Lloyd.Result result = run(checked, context);
    context.progress().report("k-means", 1);
    return new CentroidModel(checked.dimension, result.centers(), result.labels());
  }

  Lloyd.Result run(Points points, FitContext context) {
    double[] start = KMeansSeeding.choose(points, nClusters, context.seed(), context.workers());
    context.progress().report("k-means: seeds", 1);
    return Lloyd.run(points, start, maxIterations, tolerance, context.workers());
  }
}
