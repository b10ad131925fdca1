package org.sparkbertopic.clustering.hdbscan;

import java.util.Arrays;

/**
 * How a clustering divides its points.
 *
 * @param clusters number of clusters
 * @param largest points of the largest cluster; 0 without clusters
 * @param outliers points that belong to none
 * @param points all points
 */
public record ClusterOutline(int clusters, int largest, int outliers, int points) {

  static ClusterOutline of(int[] labels, int clusters) {
    int[] sizes = new int[clusters + 1];
    for (int label : labels) {
      sizes[label + 1]++;
    }
    int largest = Arrays.stream(sizes).skip(1).max().orElse(0);
    return new ClusterOutline(clusters, largest, sizes[0], labels.length);
  }

  /** The largest cluster's part of the points that belong to one, in [0, 1]; 0 without clusters. */
  public double shareOfLargest() {
    return (double) largest / Math.max(1, points - outliers);
  }

  /** The part of the points that belong to no cluster, in [0, 1]. */
  public double shareOfOutliers() {
    return (double) outliers / points;
  }
}
