package org.sparkbertopic.reduction;

import java.util.function.UnaryOperator;
import org.sparkbertopic.compute.FitContext;

/**
 * A fitted reduction that more points can continue, as {@code partial_fit} does in scikit-learn.
 * Its state is part of its format, so a saved model can be continued too.
 */
public interface OnlineReductionModel extends ReductionModel {

  /**
   * A later state of a reduction.
   *
   * @param model its {@link #embedding()} has the coordinates of the batch that made it
   * @param carryOver takes coordinates of the former model to coordinates of {@code model}, for
   *     what is known by its coordinates alone, such as centres of clusters
   */
  record Continuation(OnlineReductionModel model, UnaryOperator<double[]> carryOver) {}

  /**
   * Continues the fit by a batch. This model does not change.
   *
   * @param batch {@code [rows][inputDimension]}, finite; not changed and not kept
   * @throws IllegalArgumentException if there are no points, or a point has another length, or NaN
   *     or infinite values
   */
  Continuation continued(float[][] batch, FitContext context);
}
