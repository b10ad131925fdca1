package org.sparkbertopic.clustering.smile;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.ClustererChecks;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.FitContext;
import smile.clustering.DBSCAN;
import smile.clustering.PartitionClustering;
import smile.neighbor.KDTree;
import smile.neighbor.Neighbor;

/**
 * DBSCAN (Ester, Kriegel, Sander, Xu 1996), by Smile: a point with enough points within a radius is
 * a core point, core points within the radius of each other are of one cluster, other points within
 * the radius of a core point are at its border, and the rest is noise. Clusters have the density
 * that the radius says, where HDBSCAN finds clusters of any density. A border point of several
 * clusters belongs to the one that is found first, in the order of the rows.
 *
 * <p>A new point belongs to the cluster of the nearest core point, and is noise if none is within
 * the radius. Needs no seed. The neighbours of a point are searched one by one: time and memory
 * grow with the number of points within the radius.
 *
 * @param eps the radius, in units of the reduced embeddings
 * @param minSamples points within the radius of a core point, itself counted
 */
@RecordBuilder
public record Dbscan(double eps, int minSamples) implements Clusterer, DbscanBuilder.With {

  /** scikit-learn's. */
  public static final double DEFAULT_EPS = 0.5;

  /** scikit-learn's. */
  public static final int DEFAULT_MIN_SAMPLES = 5;

  private static final int GRAIN = 64;

  public Dbscan {
    ClustererChecks.require(
        eps > 0 && eps < Double.POSITIVE_INFINITY,
        "eps",
        "positive and finite",
        eps,
        "the default is " + DEFAULT_EPS);
    ClustererChecks.require(
        minSamples >= 2,
        "minSamples",
        "2 or more",
        minSamples,
        "a point is its own neighbour, and the default is " + DEFAULT_MIN_SAMPLES);
  }

  /** The default parameters. */
  public static Dbscan create() {
    return new Dbscan(DEFAULT_EPS, DEFAULT_MIN_SAMPLES);
  }

  @Override
  public ClusterModel fit(double[][] points, FitContext context) {
    Points checked = Points.of(points);
    // Rows of their own: Smile takes a row that is the same object for the point itself.
    double[][] rows = NearestPointModel.rows(checked.values, checked.dimension);
    KDTree<double[]> tree = new KDTree<>(rows, rows);
    // Smile does not count the point itself.
    int[] labels = DBSCAN.fit(rows, tree, minSamples - 1, eps).y;
    for (int row = 0; row < labels.length; row++) {
      labels[row] = labels[row] == PartitionClustering.OUTLIER ? ClusterModel.NOISE : labels[row];
    }
    boolean[] isCore = new boolean[rows.length];
    context
        .workers()
        .forEachRange(
            rows.length,
            GRAIN,
            (from, to) -> {
              for (int row = from; row < to; row++) {
                List<Neighbor<double[], double[]>> near = new ArrayList<>();
                tree.range(rows[row], eps, near);
                isCore[row] = near.size() >= minSamples - 1;
              }
            });
    int[] cores = IntStream.range(0, rows.length).filter(row -> isCore[row]).toArray();
    return new NearestPointModel(
        checked.dimension,
        eps,
        checked.subset(cores).values,
        IntStream.of(cores).map(row -> labels[row]).toArray(),
        labels);
  }
}
