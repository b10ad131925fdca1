package org.sparkbertopic.clustering.hdbscan;

/** The distance between points in {@link Hdbscan}. */
public enum HdbscanMetric {
  /** Root of the sum of squared differences. */
  EUCLIDEAN(Distance.EUCLIDEAN, false),

  /** Sum of absolute differences. */
  MANHATTAN(Distance.MANHATTAN, false),

  /**
   * Euclidean distance of the points scaled to length 1, which is the root of {@code 2 (1 - cos)}.
   * It orders pairs as the cosine distance {@code 1 - cos} does, and search trees work with it.
   * Distances, densities and {@code clusterSelectionEpsilon} are in its units. A zero vector stays
   * as it is, at distance 1 from all non-zero ones.
   */
  COSINE(Distance.EUCLIDEAN, true);

  private final Distance distance;
  private final boolean scalesToUnitLength;

  HdbscanMetric(Distance distance, boolean scalesToUnitLength) {
    this.distance = distance;
    this.scalesToUnitLength = scalesToUnitLength;
  }

  /** The distance between prepared points. */
  Distance distance() {
    return distance;
  }

  /** Prepares the point at {@code [from, from + dimension)} for measuring. */
  public void prepare(double[] values, int from, int dimension) {
    if (!scalesToUnitLength) {
      return;
    }
    double largest = 0;
    for (int j = from; j < from + dimension; j++) {
      largest = Math.max(largest, Math.abs(values[j]));
    }
    if (largest == 0) {
      return;
    }
    // Divides by the largest coordinate first, so that squares of tiny coordinates do not
    // underflow.
    double squares = 0;
    for (int j = from; j < from + dimension; j++) {
      values[j] /= largest;
      squares += values[j] * values[j];
    }
    double length = Math.sqrt(squares);
    for (int j = from; j < from + dimension; j++) {
      values[j] /= length;
    }
  }

  /** A number that rises with the distance of two prepared points, and is cheaper to compute. */
  public double reduced(double[] a, int aFrom, double[] b, int bFrom, int dimension) {
    return distance.reduced(a, aFrom, b, bFrom, dimension);
  }

  /** The distance of what {@link #reduced} gives. */
  public double toDistance(double reduced) {
    return distance.toDistance(reduced);
  }

  /** What {@link #reduced} gives for a distance. */
  public double toReduced(double length) {
    return distance.toReduced(length);
  }

  /** The prepared form of a new point; the same array if nothing changes. */
  double[] prepared(double[] point) {
    if (!scalesToUnitLength) {
      return point;
    }
    double[] prepared = point.clone();
    prepare(prepared, 0, prepared.length);
    return prepared;
  }
}
