package org.sparkbertopic.clustering;

import java.io.DataOutput;
import java.io.IOException;

/** Fitted clusters: immutable, safe for use by many threads. Callers must not change its arrays. */
public interface ClusterModel {

  /** Label of a point that belongs to no cluster. */
  int NOISE = -1;

  /** Clusters found, numbered 0 to {@code clusterCount() - 1}. */
  int clusterCount();

  /** Cluster of each training row, or {@link #NOISE}. */
  int[] labels();

  /** Strength of each training row's membership of its cluster, in [0, 1]; 0 for noise. */
  double[] probabilities();

  /**
   * The cluster of a new point; depends on the point and the model alone.
   *
   * @param point of the training dimension, finite
   */
  Prediction predict(double[] point);

  /** Name of the format that {@link #write} writes, as {@link ClusterModels} knows it. */
  String format();

  /** Writes the model, with a format version first. */
  void write(DataOutput out) throws IOException;

  /**
   * @param label cluster, or {@link #NOISE}
   * @param probability strength of the membership, in [0, 1]
   */
  record Prediction(int label, double probability) {}
}
