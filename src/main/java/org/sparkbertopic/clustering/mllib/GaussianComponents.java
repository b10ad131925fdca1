package org.sparkbertopic.clustering.mllib;

import java.util.Arrays;
import org.sparkbertopic.clustering.ClustererChecks;

/**
 * The components of a mixture of Gaussians, ready to weigh points.
 *
 * @param dimension columns
 * @param full whether covariances are full
 * @param logWeights {@code [components]}: logarithm of each component's share
 * @param means {@code [components x dimension]}
 * @param whitening the inverse of the lower Cholesky factor of each covariance, by row: {@code
 *     [components x dimension x dimension]}; with diagonal covariances the inverse deviations,
 *     {@code [components x dimension]}
 */
record GaussianComponents(
    int dimension, boolean full, double[] logWeights, double[] means, double[] whitening) {

  private static final double LOG_TWO_PI = 1.8378770664093453;

  /** e to this is less than a double can add to 1, even a thousand times. */
  private static final double NEGLIGIBLE = -46;

  int count() {
    return logWeights.length;
  }

  /**
   * Each component's share in having made a point; they add up to 1.
   *
   * @param shares {@code [components]}, filled
   * @param scratch {@code [dimension]}
   * @return the point's log-likelihood
   */
  double responsibilities(double[] values, int offset, double[] shares, double[] scratch) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < shares.length; c++) {
      shares[c] = logDensity(values, offset, c, scratch);
      largest = Math.max(largest, shares[c]);
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      shareFarPoint(values, offset, shares, scratch);
      return largest;
    }
    double sum = 0;
    for (int c = 0; c < shares.length; c++) {
      double below = shares[c] - largest;
      // StrictMath: the same bits on every machine
      shares[c] = below < NEGLIGIBLE ? 0 : StrictMath.exp(below);
      sum += shares[c];
    }
    for (int c = 0; c < shares.length; c++) {
      shares[c] /= sum;
    }
    return largest + StrictMath.log(sum);
  }

  /**
   * Where the squared distances to all components are beyond a double: the nearest takes all, as it
   * does of any point so far away; those at a tie share it. Distances are measured in the largest
   * difference.
   */
  private void shareFarPoint(double[] values, int offset, double[] shares, double[] scratch) {
    double unit = 0;
    for (int i = 0; i < means.length; i++) {
      unit = Math.max(unit, Math.abs(values[offset + i % dimension] / 2 - means[i] / 2));
    }
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < shares.length; c++) {
      for (int j = 0; j < dimension; j++) {
        scratch[j] = (values[offset + j] / 2 - means[c * dimension + j] / 2) / unit;
      }
      shares[c] = squaredLength(scratch, c);
      least = Math.min(least, shares[c]);
    }
    int nearest = 0;
    for (double distance : shares) {
      nearest += distance == least ? 1 : 0;
    }
    for (int c = 0; c < shares.length; c++) {
      shares[c] = shares[c] == least ? 1.0 / nearest : 0;
    }
  }

  /** The first of the largest. */
  static int largest(double[] shares) {
    int best = 0;
    for (int c = 1; c < shares.length; c++) {
      if (shares[c] > shares[best]) {
        best = c;
      }
    }
    return best;
  }

  private double logDensity(double[] values, int offset, int c, double[] scratch) {
    int mean = c * dimension;
    for (int j = 0; j < dimension; j++) {
      scratch[j] = values[offset + j] - means[mean + j];
    }
    return logWeights[c] - 0.5 * squaredLength(scratch, c);
  }

  /** Of a difference to a component's mean, in its deviations. */
  private double squaredLength(double[] difference, int c) {
    double squares = 0;
    if (full) {
      int matrix = c * dimension * dimension;
      for (int i = 0; i < dimension; i++) {
        double sum = 0;
        for (int j = 0; j <= i; j++) {
          sum += whitening[matrix + i * dimension + j] * difference[j];
        }
        squares += sum * sum;
      }
    } else {
      for (int j = 0; j < dimension; j++) {
        double scaled = difference[j] * whitening[c * dimension + j];
        squares += scaled * scaled;
      }
    }
    return squares;
  }

  /**
   * Of weights and covariances.
   *
   * @param weights {@code [components]}, adding up to 1
   * @param covariances as {@link #whitening} in shape
   */
  static GaussianComponents of(
      int dimension, boolean full, double[] weights, double[] means, double[] covariances) {
    double[] whitening = new double[covariances.length];
    double[] logWeights = new double[weights.length];
    for (int c = 0; c < weights.length; c++) {
      double logDeterminant =
          full
              ? invertCholesky(covariances, whitening, c * dimension * dimension, dimension)
              : invertDeviations(covariances, whitening, c * dimension, dimension);
      logWeights[c] = StrictMath.log(weights[c]) + logDeterminant - 0.5 * dimension * LOG_TWO_PI;
    }
    return new GaussianComponents(dimension, full, logWeights, means, whitening);
  }

  /** The logarithm of the determinant of the inverse factor. */
  private static double invertDeviations(
      double[] variances, double[] inverse, int offset, int dimension) {
    double logDeterminant = 0;
    for (int j = offset; j < offset + dimension; j++) {
      requirePositive(variances[j]);
      inverse[j] = 1 / Math.sqrt(variances[j]);
      logDeterminant += StrictMath.log(inverse[j]);
    }
    return logDeterminant;
  }

  private static double invertCholesky(
      double[] covariance, double[] inverse, int offset, int dimension) {
    double[] factor = Arrays.copyOfRange(covariance, offset, offset + dimension * dimension);
    double logDeterminant = 0;
    for (int i = 0; i < dimension; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = factor[i * dimension + j];
        for (int k = 0; k < j; k++) {
          sum -= factor[i * dimension + k] * factor[j * dimension + k];
        }
        if (i == j) {
          requirePositive(sum);
          factor[i * dimension + i] = Math.sqrt(sum);
        } else {
          factor[i * dimension + j] = sum / factor[j * dimension + j];
        }
      }
    }
    for (int column = 0; column < dimension; column++) {
      for (int i = column; i < dimension; i++) {
        double sum = i == column ? 1 : 0;
        for (int k = column; k < i; k++) {
          sum -= factor[i * dimension + k] * inverse[offset + k * dimension + column];
        }
        inverse[offset + i * dimension + column] = sum / factor[i * dimension + i];
      }
      logDeterminant -= StrictMath.log(factor[column * dimension + column]);
    }
    return logDeterminant;
  }

  private static void requirePositive(double variance) {
    ClustererChecks.require(
        variance > 0 && variance < Double.POSITIVE_INFINITY,
        "regularization",
        "large enough for every component to have an extent",
        variance + " as a variance",
        "raise it, or scale the points down");
  }
}
