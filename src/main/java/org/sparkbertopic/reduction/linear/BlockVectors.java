package org.sparkbertopic.reduction.linear;

import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;

/**
 * Arithmetic on blocks of long vectors, {@code [size * columns]}, the columns of one row next to
 * each other. Each sum adds up ranges of rows, and then the ranges in order, so that it does not
 * depend on the threads.
 */
final class BlockVectors {

  /** Rows per range. Part of the result: sums are taken per range. */
  private static final int GRAIN = 2048;

  /** A column whose length shrinks to this share depends on the columns before it. */
  private static final double DEPENDENT = 1e-10;

  private final int size;
  private final int columns;
  private final Workers workers;

  BlockVectors(int size, int columns, Workers workers) {
    this.size = size;
    this.columns = columns;
    this.workers = workers;
  }

  /** The matrix of inner products of the columns of two blocks. */
  double[][] products(double[] x, double[] y) {
    int ranges = (size + GRAIN - 1) / GRAIN;
    double[][][] partial = new double[ranges][][];
    workers.forEachRange(
        size, GRAIN, (from, to) -> partial[from / GRAIN] = partialProducts(x, y, from, to));
    double[][] sum = new double[columns][columns];
    for (double[][] part : partial) {
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j < columns; j++) {
          sum[i][j] += part[i][j];
        }
      }
    }
    return sum;
  }

  private double[][] partialProducts(double[] x, double[] y, int from, int to) {
    double[][] sum = new double[columns][columns];
    for (int row = from; row < to; row++) {
      int start = row * columns;
      for (int i = 0; i < columns; i++) {
        double factor = x[start + i];
        double[] target = sum[i];
        for (int j = 0; j < columns; j++) {
          target[j] += factor * y[start + j];
        }
      }
    }
    return sum;
  }

  /** Replaces every row of x by its product with the transpose of {@code matrix}. */
  void transform(double[] x, double[][] matrix) {
    workers.forEachRange(
        size,
        GRAIN,
        (from, to) -> {
          double[] row = new double[columns];
          for (int r = from; r < to; r++) {
            System.arraycopy(x, r * columns, row, 0, columns);
            for (int i = 0; i < columns; i++) {
              double sum = 0;
              for (int j = 0; j < columns; j++) {
                sum += matrix[i][j] * row[j];
              }
              x[r * columns + i] = sum;
            }
          }
        });
  }

  /**
   * Makes the columns orthonormal, from first to last. Each is orthogonalized twice against its
   * predecessors; twice is enough (Giraud, Langou, Rozloznik 2005). A column that depends on its
   * predecessors is replaced by a random one.
   */
  void orthonormalize(double[] x, long seed) {
    for (int column = 0; column < columns; column++) {
      for (int attempt = 0; !orthonormalize(x, column); attempt++) {
        if (attempt == 3) {
          throw new IllegalStateException("no " + columns + " independent vectors of " + size);
        }
        fillRandom(x, column, CounterRandom.bits(seed, column, attempt));
      }
    }
  }

  /** Fills a column with values in [-1, 1). */
  void fillRandom(double[] x, int column, long seed) {
    for (int row = 0; row < size; row++) {
      x[row * columns + column] = 2 * CounterRandom.unit(CounterRandom.bits(seed, row)) - 1;
    }
  }

  private boolean orthonormalize(double[] x, int column) {
    double before = 0;
    for (int pass = 0; pass < 2; pass++) {
      double[] along = productsWith(x, column);
      before = pass == 0 ? Math.sqrt(along[column]) : before;
      workers.forEachRange(size, GRAIN, (from, to) -> subtract(x, column, along, from, to));
    }
    double length = Math.sqrt(productsWith(x, column)[column]);
    if (!(length > DEPENDENT * before) || length == 0) {
      return false;
    }
    for (int row = 0; row < size; row++) {
      x[row * columns + column] /= length;
    }
    return true;
  }

  /** Subtracts from a column its projections on the columns before it. */
  private void subtract(double[] x, int column, double[] along, int from, int to) {
    for (int row = from; row < to; row++) {
      int start = row * columns;
      double value = x[start + column];
      for (int j = 0; j < column; j++) {
        value -= along[j] * x[start + j];
      }
      x[start + column] = value;
    }
  }

  /** Inner products of a column with itself and the columns before it. */
  private double[] productsWith(double[] x, int column) {
    int ranges = (size + GRAIN - 1) / GRAIN;
    double[][] partial = new double[ranges][];
    workers.forEachRange(
        size,
        GRAIN,
        (from, to) -> {
          double[] sum = new double[column + 1];
          for (int row = from; row < to; row++) {
            int start = row * columns;
            double factor = x[start + column];
            for (int j = 0; j <= column; j++) {
              sum[j] += factor * x[start + j];
            }
          }
          partial[from / GRAIN] = sum;
        });
    double[] sum = new double[column + 1];
    for (double[] part : partial) {
      for (int j = 0; j <= column; j++) {
        sum[j] += part[j];
      }
    }
    return sum;
  }
}
