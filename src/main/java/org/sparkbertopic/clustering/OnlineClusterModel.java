package org.sparkbertopic.clustering;

import java.util.function.UnaryOperator;
import org.sparkbertopic.compute.FitContext;

/**
 * Fitted clusters that more points can continue, as {@code partial_fit} does in scikit-learn. Their
 * state is part of their format, so a saved model can be continued too. The number of clusters and
 * their numbers stay.
 */
public interface OnlineClusterModel extends ClusterModel {

  /**
   * Continues the fit by a batch. This model does not change.
   *
   * @param batch {@code [rows][dimension]}, finite; not changed
   * @param carryOver takes coordinates of the points so far to coordinates as those of the batch,
   *     if the reduction has changed meanwhile
   * @return a model whose training rows are those of the batch. Each has the cluster that the model
   *     predicts for it
   * @throws IllegalArgumentException if the points do not fit the model
   */
  OnlineClusterModel continued(
      double[][] batch, UnaryOperator<double[]> carryOver, FitContext context);
}
