package org.sparkbertopic.clustering;

/** Clusters with soft membership: how much a point belongs to each of them. */
public interface SoftClusterModel extends ClusterModel {

  /**
   * Probability of a new point's membership of each cluster: {@code [clusterCount()]}, with a sum
   * of at most 1; the rest is the probability of noise.
   *
   * @throws IllegalArgumentException as {@link #predict}
   */
  double[] membershipVector(double[] point);

  /** The same for a training row. A new point at the same position may get smaller values. */
  double[] membershipOfRow(int row);
}
