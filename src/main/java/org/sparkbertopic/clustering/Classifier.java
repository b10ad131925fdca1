package org.sparkbertopic.clustering;

import org.sparkbertopic.compute.FitContext;

/**
 * Learns given classes instead of finding clusters: cluster {@code i} of its model is class {@code
 * i}.
 */
public interface Classifier extends Clusterer {

  /** Label of a row whose class is not known; the model predicts one. */
  int UNKNOWN = -1;

  /**
   * @param points {@code [rows][dimension]}, finite; not changed
   * @param labels {@code [rows]}: the class of each row, from 0, or {@link #UNKNOWN}
   * @return a model whose labels are the given ones, and predictions for unknown ones
   * @throws IllegalArgumentException if the points do not fit the parameters, or fewer than two
   *     classes have rows
   */
  ClusterModel fit(double[][] points, int[] labels, FitContext context);

  /** Always fails: a classifier needs classes. */
  @Override
  default ClusterModel fit(double[][] points, FitContext context) {
    throw new IllegalArgumentException(
        "labels must be given to a classifier, got none; name the column that holds the classes");
  }
}
