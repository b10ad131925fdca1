package org.sparkbertopic.clustering;

/** Scores of classes and the probabilities they stand for. */
final class Softmax {

  private Softmax() {}

  /**
   * A point's score in each class.
   *
   * @param weights {@code [classes x (dimension + 1)]}, a class' intercept last
   */
  static void scores(
      double[] weights, double[] values, int offset, int dimension, double[] scores) {
    int width = dimension + 1;
    for (int c = 0; c < scores.length; c++) {
      double sum = weights[c * width + dimension];
      for (int j = 0; j < dimension; j++) {
        sum += weights[c * width + j] * values[offset + j];
      }
      scores[c] = sum;
    }
  }

  /** Makes probabilities of scores; the logarithm of the sum of their exponentials. */
  static double normalize(double[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      largest = Math.max(largest, score);
    }
    double sum = 0;
    for (int c = 0; c < scores.length; c++) {
      // StrictMath: the same bits on every machine
      scores[c] = StrictMath.exp(scores[c] - largest);
      sum += scores[c];
    }
    for (int c = 0; c < scores.length; c++) {
      scores[c] /= sum;
    }
    return largest + StrictMath.log(sum);
  }
}
