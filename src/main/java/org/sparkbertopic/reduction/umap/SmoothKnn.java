package org.sparkbertopic.reduction.umap;

/**
 * Turns the distances of a point's nearest neighbours into weights in (0, 1]: weight = exp(-(d -
 * rho) / sigma), where rho is the distance to the nearest neighbour and sigma is such that the
 * weights sum to log2 of the neighbourhood's size (McInnes, Healy, Melville: UMAP, 2018, section
 * 4.1).
 */
final class SmoothKnn {

  /** umap-learn's {@code n_iter}. */
  private static final int BISECTIONS = 64;

  /** umap-learn's {@code SMOOTH_K_TOLERANCE}. */
  private static final double TOLERANCE = 1e-5;

  /** Sigma is at least this share of the mean distance; umap-learn's {@code MIN_K_DIST_SCALE}. */
  private static final double SMALLEST_SCALE = 1e-3;

  private final double localConnectivity;
  private final double meanDistance;

  /**
   * @param localConnectivity number of neighbours that are fully connected whatever their distance;
   *     may be fractional
   * @param meanDistance the mean distance over all points
   */
  SmoothKnn(double localConnectivity, double meanDistance) {
    this.localConnectivity = localConnectivity;
    this.meanDistance = meanDistance;
  }

  /** Distance up to which neighbours are fully connected. */
  double rho(float[] distances, int from, int to) {
    int firstPositive = from;
    while (firstPositive < to && !(distances[firstPositive] > 0)) {
      firstPositive++;
    }
    int positive = to - firstPositive;
    if (positive == 0) {
      return 0;
    }
    if (positive < localConnectivity) {
      return distances[to - 1];
    }
    int whole = (int) localConnectivity;
    double fraction = localConnectivity - whole;
    if (whole == 0) {
      return fraction * distances[firstPositive];
    }
    double rho = distances[firstPositive + whole - 1];
    if (fraction > TOLERANCE && whole < positive) {
      rho += fraction * (distances[firstPositive + whole] - rho);
    }
    return rho;
  }

  /** The scale at which the weights of all but the first sum to log2 of their number plus one. */
  double sigma(float[] distances, int from, int to, double rho) {
    double target = StrictMath.log(to - from) / StrictMath.log(2);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double sigma = 1;
    for (int i = 0; i < BISECTIONS; i++) {
      double sum = 0;
      for (int j = from + 1; j < to; j++) {
        sum += weight(distances[j], rho, sigma);
      }
      if (Math.abs(sum - target) < TOLERANCE) {
        break;
      }
      if (sum > target) {
        high = sigma;
        sigma = (low + high) / 2;
      } else {
        low = sigma;
        sigma = high == Double.POSITIVE_INFINITY ? sigma * 2 : (low + high) / 2;
      }
    }
    double mean = meanDistance;
    if (rho > 0) {
      mean = 0;
      for (int j = from; j < to; j++) {
        mean += distances[j];
      }
      mean /= to - from;
    }
    return Math.max(sigma, SMALLEST_SCALE * mean);
  }

  /** The weight of a neighbour at a distance. */
  static double weight(double distance, double rho, double sigma) {
    double beyond = distance - rho;
    return beyond <= 0 || sigma == 0 ? 1 : StrictMath.exp(-beyond / sigma);
  }
}
