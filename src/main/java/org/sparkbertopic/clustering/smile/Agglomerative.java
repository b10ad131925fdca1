package org.sparkbertopic.clustering.smile;

import org.sparkbertopic.clustering.CentroidModel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.ClustererChecks;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.compute.FitContext;

/**
 * Agglomerative clustering by Ward's method: from single points upwards, the two clusters are
 * joined whose union has the least additional sum of squares, until as many are left as asked for
 * (Ward: Hierarchical grouping to optimize an objective function, 1963; scikit-learn's default
 * linkage). Nothing is an outlier. A new point belongs to the cluster with the nearest mean, which
 * for a point at a border need not be the one that the tree would have joined it to; every
 * probability is 1.
 *
 * <p>Time for n points of d columns: about 1.5 x n^2 x d, some seconds for 20,000 points and some
 * minutes for 100,000 on two cores; memory: the points twice, not the n^2 distances that libraries
 * keep. Needs no seed; ties go to the older clusters.
 *
 * @param nClusters clusters to find, at most as many as points
 */
public record Agglomerative(int nClusters) implements Clusterer {

  public Agglomerative {
    ClustererChecks.positive(nClusters, "nClusters", "it is the number of topics to find");
  }

  /** The default parameters. */
  public static Agglomerative create() {
    return new Agglomerative(KMeans.DEFAULT_N_CLUSTERS);
  }

  public Agglomerative withNClusters(int value) {
    return new Agglomerative(value);
  }

  /**
   * @throws IllegalArgumentException also if there are fewer points than clusters
   */
  @Override
  public CentroidModel fit(double[][] points, FitContext context) {
    Points checked = Points.of(points);
    ClustererChecks.atMostRows(nClusters, "Agglomerative.nClusters", checked.rows);
    WardTree tree = WardTree.build(checked, context.workers(), context.progress());
    int[] labels = tree.cut(nClusters);
    return new CentroidModel(checked.dimension, means(checked, labels), labels);
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
