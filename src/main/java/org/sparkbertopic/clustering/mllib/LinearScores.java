package org.sparkbertopic.clustering.mllib;

/** Scores of classes, linear in a point. */
final class LinearScores {

  private LinearScores() {}

  /**
   * A point's score in each class.
   *
   * @param weights {@code [classes x (dimension + 1)]}, a class' intercept last
   */
  static void fill(double[] weights, double[] values, int offset, int dimension, double[] scores) {
    int width = dimension + 1;
    for (int c = 0; c < scores.length; c++) {
      double sum = weights[c * width + dimension];
      for (int j = 0; j < dimension; j++) {
        sum += weights[c * width + j] * values[offset + j];
      }
      scores[c] = sum;
    }
  }
}
