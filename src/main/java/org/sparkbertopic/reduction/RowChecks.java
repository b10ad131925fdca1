package org.sparkbertopic.reduction;

import org.sparkbertopic.compute.Checks;

/** Checks input rows. */
public final class RowChecks {

  private RowChecks() {}

  /**
   * Checks that there is at least one row, that rows have one length, and that values are finite.
   *
   * @return the length of the rows
   */
  public static int checkTraining(float[][] points) {
    if (points.length == 0) {
      throw new IllegalArgumentException(
          "points must have at least one row, got 0; check what was read or sampled");
    }
    if (points[0].length == 0) {
      throw new IllegalArgumentException(
          "points must have at least one column, got rows of length 0; check the embeddings");
    }
    check(points, points[0].length);
    return points[0].length;
  }

  /** Checks that every row has {@code dimension} finite values. */
  public static void check(float[][] points, int dimension) {
    for (int row = 0; row < points.length; row++) {
      float[] values = points[row];
      if (values.length != dimension) {
        throw Checks.invalid(
            "points must have %s columns in every row, got %s in row %s; embed all documents with"
                + " the same model",
            dimension, values.length, row);
      }
      for (int column = 0; column < dimension; column++) {
        if (!Float.isFinite(values[column])) {
          throw Checks.invalid(
              "points must be finite, got %s in row %s, column %s; leave the row out or embed its"
                  + " document again",
              values[column], row, column);
        }
      }
    }
  }

  /** Checks that no value is negative. */
  public static void checkNonNegative(float[][] points) {
    for (int row = 0; row < points.length; row++) {
      for (int column = 0; column < points[row].length; column++) {
        if (points[row][column] < 0) {
          throw Checks.invalid(
              "points must be non-negative under the metric hellinger, got %s in row %s, column %s;"
                  + " give counts or shares, or take the metric cosine",
              points[row][column], row, column);
        }
      }
    }
  }
}
