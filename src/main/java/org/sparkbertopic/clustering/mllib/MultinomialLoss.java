package org.sparkbertopic.clustering.mllib;

import java.util.Arrays;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.Softmax;
import org.sparkbertopic.compute.Workers;

/**
 * A point's mean cross entropy under softmax, plus the penalty {@code |weights|^2 / (2 C n)} on all
 * but the intercepts. Weights are {@code [classes x (dimension + 1)]}, a class' intercept last.
 *
 * <p>Points are taken around their mean, which changes the intercepts only and keeps the search
 * short. Sums are as in {@link MixtureEstimation}: rows side by side, then classes side by side,
 * each in the order of the rows.
 */
final class MultinomialLoss implements LimitedMemoryBfgs.Objective {

  private static final int BLOCK_ROWS = 1024;
  private static final int ROW_GRAIN = 32;

  private final Points points;
  private final double[] mean;
  private final int[] labels;
  private final int classes;
  private final double penalty;
  private final Workers workers;

  private MultinomialLoss(
      Points points,
      double[] mean,
      int[] labels,
      int classes,
      double inverseRegularization,
      Workers workers) {
    this.points = points;
    this.mean = mean;
    this.labels = labels;
    this.classes = classes;
    this.penalty = 1 / (inverseRegularization * points.rows);
    this.workers = workers;
  }

  /**
   * @param points of known classes; changed
   */
  static MultinomialLoss of(
      Points points, int[] labels, int classes, double inverseRegularization, Workers workers) {
    double[] mean = new double[points.dimension];
    for (int i = 0; i < points.values.length; i++) {
      mean[i % points.dimension] += points.values[i];
    }
    for (int j = 0; j < mean.length; j++) {
      mean[j] /= points.rows;
    }
    for (int i = 0; i < points.values.length; i++) {
      points.values[i] -= mean[i % points.dimension];
    }
    return new MultinomialLoss(points, mean, labels, classes, inverseRegularization, workers);
  }

  /** Weights for points as they are. */
  double[] uncentered(double[] weights) {
    double[] result = weights.clone();
    int width = points.dimension + 1;
    for (int c = 0; c < classes; c++) {
      for (int j = 0; j < points.dimension; j++) {
        result[c * width + points.dimension] -= weights[c * width + j] * mean[j];
      }
    }
    return result;
  }

  @Override
  public double valueAndGradient(double[] weights, double[] gradient) {
    int width = points.dimension + 1;
    Arrays.fill(gradient, 0);
    double[] errors = new double[BLOCK_ROWS * classes];
    double[] losses = new double[BLOCK_ROWS];
    double total = 0;
    for (int block = 0; block < points.rows; block += BLOCK_ROWS) {
      int first = block;
      int rows = Math.min(BLOCK_ROWS, points.rows - block);
      workers.forEachRange(
          rows, ROW_GRAIN, (from, to) -> weigh(weights, first, from, to, errors, losses));
      for (int i = 0; i < rows; i++) {
        total += losses[i];
      }
      workers.forEachRange(
          classes,
          1,
          (from, to) -> {
            for (int c = from; c < to; c++) {
              for (int i = 0; i < rows; i++) {
                addScaled(
                    errors[i * classes + c], (first + i) * points.dimension, gradient, c * width);
              }
            }
          });
    }
    double squares = 0;
    for (int i = 0; i < weights.length; i++) {
      gradient[i] /= points.rows;
      if (i % width != points.dimension) {
        squares += weights[i] * weights[i];
        gradient[i] += penalty * weights[i];
      }
    }
    return total / points.rows + 0.5 * penalty * squares;
  }

  /** Predicted shares less what they should be, and the losses, of some rows of a block. */
  private void weigh(
      double[] weights, int first, int from, int to, double[] errors, double[] losses) {
    double[] shares = new double[classes];
    for (int i = from; i < to; i++) {
      LinearScores.fill(
          weights, points.values, (first + i) * points.dimension, points.dimension, shares);
      int label = labels[first + i];
      double score = shares[label];
      losses[i] = Softmax.normalize(shares) - score;
      shares[label] -= 1;
      System.arraycopy(shares, 0, errors, i * classes, classes);
    }
  }

  private void addScaled(double factor, int row, double[] gradient, int offset) {
    double[] values = points.values;
    int dimension = points.dimension;
    for (int j = 0; j < dimension; j++) {
      gradient[offset + j] += factor * values[row + j];
    }
    gradient[offset + dimension] += factor;
  }
}
