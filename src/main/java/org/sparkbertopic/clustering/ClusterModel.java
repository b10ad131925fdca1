package org.sparkbertopic.clustering;

import java.io.DataOutput;
import java.io.IOException;

/** Fitted clusters. Immutable and thread-safe. Callers must not change its arrays. */
public interface ClusterModel {

  /** Label of a point that does not belong to a cluster. */
  int NOISE = -1;

  /** Number of clusters; they are numbered 0 to {@code clusterCount() - 1}. */
  int clusterCount();

  /** Cluster of each training row, or {@link #NOISE}. */
  int[] labels();

  /** Membership strength of each training row in its cluster, in [0, 1]; 0 for noise. */
  double[] probabilities();

  /**
   * The cluster of a new point; depends only on the point and the model.
   *
   * @param point of the training dimension, finite
   */
  Prediction predict(double[] point);

  /** Whether every new point gets a cluster, so that none is noise. */
  default boolean coversAll() {
    return false;
  }

  /** Name of the format that {@link #write} writes, as {@link ClusterModels} knows it. */
  String format();

  /** Writes the model, with a format version first. */
  void write(DataOutput out) throws IOException;

  /**
   * @param label cluster, or {@link #NOISE}
   * @param probability membership strength, in [0, 1]
   */
  record Prediction(int label, double probability) {}
}
