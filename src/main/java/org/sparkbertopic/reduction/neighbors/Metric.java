package org.sparkbertopic.reduction.neighbors;

/** The distance between vectors of the space to reduce. */
public enum Metric {
  /** One minus the cosine, in [0, 2]. A zero vector has distance 1 to all others. */
  COSINE(DistanceKernel.ONE_MINUS_DOT),
  /** The Euclidean length of the difference. */
  EUCLIDEAN(DistanceKernel.SQUARED_EUCLIDEAN),
  /** The sum of the absolute differences. */
  MANHATTAN(DistanceKernel.MANHATTAN),
  /**
   * One minus Pearson's correlation of the coordinates, in [0, 2]. A constant vector has distance 1
   * to all others.
   */
  CORRELATION(DistanceKernel.ONE_MINUS_DOT),
  /**
   * The Hellinger distance of two distributions, in [0, 1]: the square root of one minus the sum of
   * sqrt(x y), rows scaled to sum 1. For non-negative rows, such as counts. Vectors without a
   * common positive coordinate have distance 1, so a zero vector has distance 1 to all others. Such
   * pairs become neighbours if there are no nearer ones; umap-learn disconnects them.
   */
  HELLINGER(DistanceKernel.ONE_MINUS_DOT);

  private final DistanceKernel kernel;

  Metric(DistanceKernel kernel) {
    this.kernel = kernel;
  }

  /** The kernel that ranks prepared vectors by this metric. */
  DistanceKernel kernel() {
    return kernel;
  }
}
