package org.sparkbertopic.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.hdbscan.HdbscanMetric;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.FitContext;

/**
 * How well density separates clusters: DBCV (Moulavi, Jaskowiak, Campello, Zimek, Sander:
 * Density-Based Clustering Validation, 2014), as Python hdbscan's {@code validity_index} computes
 * it. Each cluster has a minimum spanning tree of mutual reachability, with core distances over all
 * points of the cluster. The cluster's sparseness is the longest edge between inner points of the
 * tree. Its separation is the shortest mutual reachability distance between its inner points and
 * those of any other cluster. Then {@code (separation - sparseness) / max(separation, sparseness)}
 * is its validity. The result is the mean of these, weighted by size, with noise counting as 0:
 * from -1 to 1, higher is better. Values of different data sets are comparable if dimension and
 * number of points are similar. {@link RelativeValidity} is a cheaper approximation.
 *
 * <p>Time is quadratic in the points, so above a limit a sample is used: every cluster gets the
 * same cap, and points are drawn by a hash of (seed, row). Clusters smaller than the cap are
 * complete. The weights are the sizes of the complete clusters.
 *
 * <p>A cluster of a single point has no density: its validity is 0, and other clusters are not
 * compared with it.
 */
public final class DensityValidity {

  /** Ours: takes several seconds on one core in five dimensions. */
  public static final int DEFAULT_MOST_POINTS = 20_000;

  /** Points of each cluster, however many clusters there are. */
  private static final int LEAST_OF_CLUSTER = 2;

  /**
   * The result.
   *
   * @param value in [-1, 1]; NaN if fewer than two clusters have two points
   * @param points points that were used
   * @param clustered points that belong to a cluster
   */
  public record Result(double value, int points, int clustered) {

    /** The result for points that have no DBCV. */
    public static Result none() {
      return new Result(Double.NaN, 0, 0);
    }

    /** Whether only a sample of the points was used. */
    public boolean isSampled() {
      return points < clustered;
    }
  }

  private DensityValidity() {}

  /**
   * The validity of any clustering of points.
   *
   * @param points {@code [rows][dimension]}, finite, as {@link Hdbscan#fit} takes them
   * @param labels {@code [rows]}: cluster from 0 on, or {@link ClusterModel#NOISE}
   * @param metric distance between points
   * @param mostPoints most points to use, but at least two of each cluster
   * @throws IllegalArgumentException if the number of labels is not that of the points, or the
   *     limit is below 2
   */
  public static Result of(
      double[][] points, int[] labels, HdbscanMetric metric, int mostPoints, FitContext context) {
    if (labels.length != points.length) {
      throw Checks.invalid(
          "labels must be one for each of %d points, got %d; give noise the label -1",
          points.length, labels.length);
    }
    if (mostPoints < LEAST_OF_CLUSTER) {
      throw Checks.invalid(
          "mostPoints must be at least %d, got %d; the default is %d",
          LEAST_OF_CLUSTER, mostPoints, DEFAULT_MOST_POINTS);
    }
    int[][] rows = rowsOfClusters(labels);
    int most = mostOfCluster(rows, mostPoints);
    int[][] drawn = new int[rows.length][];
    Arrays.setAll(drawn, cluster -> draw(rows[cluster], most, context.seed()));
    ClusterDensity[] densities = new ClusterDensity[rows.length];
    context
        .workers()
        .forEachRange(
            rows.length,
            1,
            (from, to) -> {
              if (drawn[from].length >= LEAST_OF_CLUSTER) {
                densities[from] = density(points, drawn[from], metric);
              }
            });
    double[] validities = validities(densities, context);
    double sum = 0;
    int measured = 0;
    for (int cluster = 0; cluster < rows.length; cluster++) {
      if (densities[cluster] != null) {
        sum += rows[cluster].length * validities[cluster];
        measured++;
      }
    }
    return new Result(measured < 2 ? Double.NaN : sum / points.length, count(drawn), count(rows));
  }

  private static int count(int[][] rows) {
    return Arrays.stream(rows).mapToInt(cluster -> cluster.length).sum();
  }

  private static int[][] rowsOfClusters(int[] labels) {
    int clusters = Arrays.stream(labels).max().orElse(ClusterModel.NOISE) + 1;
    int[] sizes = new int[clusters];
    for (int label : labels) {
      if (label >= 0) {
        sizes[label]++;
      }
    }
    int[][] rows = new int[clusters][];
    Arrays.setAll(rows, cluster -> new int[sizes[cluster]]);
    for (int row = labels.length - 1; row >= 0; row--) {
      if (labels[row] >= 0) {
        rows[labels[row]][--sizes[labels[row]]] = row;
      }
    }
    return rows;
  }

  /** The largest cap per cluster with which all clusters together stay within the limit. */
  private static int mostOfCluster(int[][] rows, int mostPoints) {
    int[] sizes = Arrays.stream(rows).mapToInt(cluster -> cluster.length).sorted().toArray();
    long left = mostPoints;
    for (int i = 0; i < sizes.length; i++) {
      long each = left / (sizes.length - i);
      if (sizes[i] > each) {
        return (int) Math.max(LEAST_OF_CLUSTER, each);
      }
      left -= sizes[i];
    }
    return Integer.MAX_VALUE;
  }

  private static int[] draw(int[] rows, int most, long seed) {
    if (rows.length <= most) {
      return rows;
    }
    return IntStream.of(rows)
        .boxed()
        .sorted(
            Comparator.comparingLong((Integer row) -> CounterRandom.bits(seed, row))
                .thenComparing(Comparator.naturalOrder()))
        .limit(most)
        .sorted()
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static ClusterDensity density(double[][] points, int[] rows, HdbscanMetric metric) {
    int dimension = points[rows[0]].length;
    double[] flat = new double[rows.length * dimension];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(points[rows[i]], 0, flat, i * dimension, dimension);
      metric.prepare(flat, i * dimension, dimension);
    }
    return ClusterDensity.of(flat, dimension, metric);
  }

  private static double[] validities(ClusterDensity[] densities, FitContext context) {
    double[] validities = new double[densities.length];
    context
        .workers()
        .forEachRange(
            densities.length,
            1,
            (cluster, end) -> {
              if (densities[cluster] != null) {
                validities[cluster] = validity(cluster, densities);
              }
            });
    return validities;
  }

  private static double validity(int cluster, ClusterDensity[] densities) {
    double separation = Double.POSITIVE_INFINITY;
    for (int other = 0; other < densities.length; other++) {
      if (other != cluster && densities[other] != null) {
        separation = Math.min(separation, densities[cluster].separation(densities[other]));
      }
    }
    if (Double.isInfinite(separation)) {
      return 0;
    }
    double sparseness = densities[cluster].sparseness();
    double larger = Math.max(separation, sparseness);
    // Both are 0 if the clusters coincide in one point: neither dense nor separated.
    return larger == 0 ? 0 : (separation - sparseness) / larger;
  }
}
