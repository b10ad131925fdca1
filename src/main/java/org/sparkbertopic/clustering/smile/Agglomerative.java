package org.sparkbertopic.clustering.smile;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;
import org.sparkbertopic.clustering.CentroidModel;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.ClustererChecks;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.FitContext;

/**
 * Agglomerative clustering: from single points upwards, the two nearest clusters are merged, until
 * as many are left as asked for. How near two clusters are is the linkage. Nothing is an outlier,
 * and every probability is 1. A new point belongs to the cluster with the nearest mean, which for a
 * point at a border need not be the one that the tree would have merged it with; with single
 * linkage, whose clusters may be long and bent, to the cluster of the nearest training point.
 *
 * <p>Ward's method (the default, as scikit-learn's) merges the clusters whose union has the least
 * additional sum of squares. Time for n points of d columns: about 1.5 x n^2 x d, some seconds for
 * 20,000 points and some minutes for 100,000 on two cores; memory: the points twice, not the n^2
 * distances that libraries keep. Ties go to the older clusters.
 *
 * <p>The other linkages are Smile's: one thread, O(n^2) time, and 2 n^2 bytes for the distances as
 * floats. They take at most {@link Dendrogram#MAX_POINTS} points.
 *
 * <p>Needs no seed.
 *
 * @param nClusters clusters to find, at most as many as points
 * @param linkage what makes two clusters near
 */
@RecordBuilder
public record Agglomerative(int nClusters, Linkage linkage)
    implements Clusterer, AgglomerativeBuilder.With {

  public Agglomerative {
    ClustererChecks.positive(nClusters, "nClusters", "it is the number of topics to find");
    Objects.requireNonNull(linkage, "linkage");
  }

  /** The default parameters. */
  public static Agglomerative create() {
    return new Agglomerative(DEFAULT_N_CLUSTERS, Linkage.WARD);
  }

  /**
   * @throws IllegalArgumentException also if there are fewer points than clusters
   */
  @Override
  public ClusterModel fit(double[][] points, FitContext context) {
    Points checked = Points.of(points);
    ClustererChecks.atMostRows(nClusters, "Agglomerative.nClusters", checked.rows);
    int[] labels = tree(checked, context).cut(nClusters);
    if (linkage == Linkage.SINGLE) {
      return new NearestPointModel(
          checked.dimension, Double.POSITIVE_INFINITY, checked.values, labels, labels);
    }
    return new CentroidModel(checked.dimension, means(checked, labels), labels);
  }

  private Dendrogram tree(Points points, FitContext context) {
    if (linkage == Linkage.WARD) {
      return WardTree.build(points, context.workers(), context.progress());
    }
    // By the exponent of the largest, so that distances are well within a float.
    int exponent = Double.MIN_EXPONENT;
    for (double value : points.values) {
      exponent = Math.max(exponent, Math.getExponent(value));
    }
    double scale = Math.scalb(1.0, -exponent);
    return Dendrogram.of(points.rows, (a, b) -> scale * distance(points, a, b), linkage);
  }

  private static double distance(Points points, int a, int b) {
    int dimension = points.dimension;
    double squares = 0;
    for (int j = 0; j < dimension; j++) {
      double difference = points.values[a * dimension + j] - points.values[b * dimension + j];
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }

  private double[] means(Points points, int[] labels) {
    int dimension = points.dimension;
    double[] means = new double[nClusters * dimension];
    int[] sizes = new int[nClusters];
    for (int row = 0; row < points.rows; row++) {
      sizes[labels[row]]++;
      for (int j = 0; j < dimension; j++) {
        means[labels[row] * dimension + j] += points.values[row * dimension + j];
      }
    }
    for (int i = 0; i < means.length; i++) {
      means[i] /= sizes[i / dimension];
    }
    return means;
  }
}
