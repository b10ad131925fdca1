package org.sparkbertopic.clustering;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.sparkbertopic.compute.Checks;

/** Validated points in one flat array. */
public final class Points {

  /**
   * Squared distances between such coordinates stay finite, also when scaled by any {@code alpha}.
   */
  static final double LARGEST_COORDINATE = 1e140;

  public final int rows;
  public final int dimension;
  public final double[] values;

  private Points(int rows, int dimension, double[] values) {
    this.rows = rows;
    this.dimension = dimension;
    this.values = values;
  }

  /**
   * @throws IllegalArgumentException if there is no point, lengths differ, or a coordinate is not
   *     finite
   */
  public static Points of(double[][] points) {
    if (points.length == 0) {
      throw new IllegalArgumentException(
          "points must have at least one row, got 0; check that the input is not empty");
    }
    int dimension = points[0].length;
    if (dimension == 0) {
      throw new IllegalArgumentException(
          "points must have at least one column, got 0 in row 0; check how the rows were read");
    }
    if ((long) points.length * dimension > Integer.MAX_VALUE - 8) {
      throw Checks.invalid(
          "points must have fewer than 2^31 coordinates, got %s x %s; fit on a sample",
          points.length, dimension);
    }
    double[] values = new double[points.length * dimension];
    for (int row = 0; row < points.length; row++) {
      if (points[row].length != dimension) {
        throw Checks.invalid(
            "points must all have the %s columns of row 0, got %s in row %s; check how the rows"
                + " were read",
            dimension, points[row].length, row);
      }
      for (int column = 0; column < dimension; column++) {
        check(points[row][column], row, column);
        values[row * dimension + column] = points[row][column];
      }
    }
    return new Points(points.length, dimension, values);
  }

  /** Some of the rows, in the given order. */
  public Points subset(int[] subset) {
    double[] copied = new double[subset.length * dimension];
    for (int i = 0; i < subset.length; i++) {
      System.arraycopy(values, subset[i] * dimension, copied, i * dimension, dimension);
    }
    return new Points(subset.length, dimension, copied);
  }

  /** The first of each group of equal rows, in their order; no more than {@code most}. */
  public Points different(int most) {
    Set<DoubleBuffer> seen = new HashSet<>();
    int[] first = new int[Math.min(most, rows)];
    int count = 0;
    for (int row = 0; row < rows && count < first.length; row++) {
      if (seen.add(DoubleBuffer.wrap(values, row * dimension, dimension).slice())) {
        first[count++] = row;
      }
    }
    return subset(Arrays.copyOf(first, count));
  }

  private static void check(double value, int row, int column) {
    if (!(Math.abs(value) <= LARGEST_COORDINATE)) {
      throw Checks.invalid(
          "points must be finite and at most 1e140 in size, got %s in row %s, column %s; leave"
              + " the row out or repair it",
          value, row, column);
    }
  }

  /** Checks one point against the dimension of the training points. */
  public static void check(double[] point, int dimension) {
    if (point.length != dimension) {
      throw Checks.invalid(
          "point must have %s columns as the training points have, got %s; reduce it with the"
              + " model that reduced them",
          dimension, point.length);
    }
    for (int column = 0; column < dimension; column++) {
      if (!(Math.abs(point[column]) <= LARGEST_COORDINATE)) {
        throw Checks.invalid(
            "point must be finite and at most 1e140 in size, got %s in column %s; leave the point"
                + " out or repair it",
            point[column], column);
      }
    }
  }
}
