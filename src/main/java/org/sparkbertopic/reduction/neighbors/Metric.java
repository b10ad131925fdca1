package org.sparkbertopic.reduction.neighbors;

/** How far apart two vectors are in the space that is reduced. */
public enum Metric {
  /**
   * One minus the cosine of the angle, in [0, 2]. A zero vector is at distance 1 from all others.
   */
  COSINE(DistanceKernel.ONE_MINUS_DOT),
  /** The length of the difference. */
  EUCLIDEAN(DistanceKernel.SQUARED_EUCLIDEAN),
  /** The sum of the absolute differences. */
  MANHATTAN(DistanceKernel.MANHATTAN),
  /**
   * One minus Pearson's correlation of the coordinates, in [0, 2]. A vector of equal coordinates is
   * at distance 1 from all others.
   */
  CORRELATION(DistanceKernel.ONE_MINUS_DOT),
  /**
   * The Hellinger distance of two distributions, in [0, 1]: the square root of one minus the sum of
   * sqrt(x y), rows scaled to sum 1. For rows without negative values, such as counts. Vectors
   * without a common positive coordinate, and thus a zero vector and all others, are at distance 1;
   * such pairs may become neighbours where there are no nearer ones (umap-learn parts them).
   */
  HELLINGER(DistanceKernel.ONE_MINUS_DOT);

  private final DistanceKernel kernel;

  Metric(DistanceKernel kernel) {
    this.kernel = kernel;
  }

  /** What ranks prepared vectors as this metric does. */
  DistanceKernel kernel() {
    return kernel;
  }
}
