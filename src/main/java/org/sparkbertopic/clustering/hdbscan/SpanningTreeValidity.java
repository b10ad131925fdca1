package org.sparkbertopic.clustering.hdbscan;

import java.util.Arrays;
import org.sparkbertopic.clustering.ClusterModel;

/**
 * How well density separates clusters, on one spanning tree: DBCV (Moulavi, Jaskowiak, Campello,
 * Zimek, Sander: Density-Based Clustering Validation, 2014), approximated as Python hdbscan's
 * {@code relative_validity_} does. A cluster's sparseness is the longest tree edge within it, its
 * separation the shortest edge to another cluster. Then {@code (separation - sparseness) /
 * max(separation, sparseness)} is its validity. The result is the mean of these, weighted by size,
 * with noise counting as 0: from -1 to 1, higher is better. It compares clusterings of the same
 * points. Time O(points).
 */
public final class SpanningTreeValidity {

  /** hdbscan's: the separation of a cluster without an edge to another one, in longest edges. */
  private static final double ISLAND_FACTOR = 2;

  private SpanningTreeValidity() {}

  /**
   * The validity of any clustering of the tree's points.
   *
   * @param labels {@code [points]}: cluster from 0 on, or {@link ClusterModel#NOISE}
   * @return in [-1, 1]; NaN if there is no cluster
   */
  public static double of(SpanningTree tree, int[] labels) {
    int clusters = Arrays.stream(labels).max().orElse(ClusterModel.NOISE) + 1;
    if (clusters == 0) {
      return Double.NaN;
    }
    double[] sparseness = new double[clusters];
    double[] separation = new double[clusters];
    Arrays.fill(separation, Double.POSITIVE_INFINITY);
    double shortestToNoise = Double.POSITIVE_INFINITY;
    double longest = 0;
    for (int edge = 0; edge < tree.size(); edge++) {
      int a = labels[tree.from(edge)];
      int b = labels[tree.to(edge)];
      double length = tree.weight(edge);
      longest = Math.max(longest, length);
      if (a < 0 || b < 0) {
        if (a >= 0 || b >= 0) {
          shortestToNoise = Math.min(shortestToNoise, length);
        }
      } else if (a == b) {
        sparseness[a] = Math.max(sparseness[a], length);
      } else {
        separation[a] = Math.min(separation[a], length);
        separation[b] = Math.min(separation[b], length);
      }
    }
    double nearNoise = Double.isInfinite(shortestToNoise) ? longest : shortestToNoise;
    double island = ISLAND_FACTOR * (clusters > 1 ? longest : nearNoise);
    int[] sizes = new int[clusters];
    for (int label : labels) {
      if (label >= 0) {
        sizes[label]++;
      }
    }
    double sum = 0;
    for (int cluster = 0; cluster < clusters; cluster++) {
      double apart = Double.isInfinite(separation[cluster]) ? island : separation[cluster];
      double larger = Math.max(apart, sparseness[cluster]);
      // Both are 0 if the clusters coincide in one point: neither dense nor separated.
      sum += larger == 0 ? 0 : sizes[cluster] * ((apart - sparseness[cluster]) / larger);
    }
    return sum / labels.length;
  }
}
