package org.sparkbertopic.compute;

/** The softmax function. */
public final class Softmax {

  private Softmax() {}

  /** Replaces scores by probabilities; returns the logarithm of the sum of their exponentials. */
  public static double normalize(double[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      largest = Math.max(largest, score);
    }
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      // StrictMath: the same bits on every machine
      scores[i] = StrictMath.exp(scores[i] - largest);
      sum += scores[i];
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] /= sum;
    }
    return largest + StrictMath.log(sum);
  }
}
