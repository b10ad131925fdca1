package org.sparkbertopic.clustering;

/** Clusters that also say how much a point belongs to each of them. */
public interface SoftClusterModel extends ClusterModel {

  /**
   * Probability of a new point's membership of each cluster: {@code [clusterCount()]}, with a sum
   * of at most 1; what is missing is the probability of noise.
   *
   * @throws IllegalArgumentException as {@link #predict}
   */
  double[] membershipVector(double[] point);

  /** The same for a training row, which may be nearer to its cluster than a new point there. */
  double[] membershipOfRow(int row);
}
