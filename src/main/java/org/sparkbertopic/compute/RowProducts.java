package org.sparkbertopic.compute;

import java.util.Arrays;

/**
 * The products of vectors with all rows of a matrix. Each has the bits of {@link
 * Vectors#dot(float[], float[])}: it is added up in double precision in the order of the
 * coordinates. Rows lie side by side, so that the JIT compiler vectorises over the rows, about
 * twice as fast as four rows at a time.
 *
 * <p>Immutable, safe for use by many threads. Memory: 8 bytes for each number of the matrix.
 */
public final class RowProducts {

  /** Rows side by side: with fewer, sums wait for each other. */
  private static final int LANES = 128;

  private static final int AT_ONCE = 4;

  private final int rows;

  /** Coordinates, and zeros up to a multiple of {@link #AT_ONCE}. */
  private final int dimension;

  /** {@code [blocks][dimension][rows of the block]}, of {@link #LANES} rows but for the last. */
  private final double[][][] blocks;

  private RowProducts(int rows, int coordinates) {
    this.rows = rows;
    this.dimension = (coordinates + AT_ONCE - 1) / AT_ONCE * AT_ONCE;
    this.blocks = new double[(rows + LANES - 1) / LANES][][];
    Arrays.setAll(blocks, block -> new double[dimension][Math.min(LANES, rows - block * LANES)]);
  }

  /**
   * Of rows of equal length.
   *
   * @param rows {@code [rows][dimension]}
   */
  public static RowProducts of(float[][] rows) {
    RowProducts products = new RowProducts(rows.length, rows.length == 0 ? 0 : rows[0].length);
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < rows[row].length; i++) {
        products.blocks[row / LANES][i][row % LANES] = rows[row][i];
      }
    }
    return products;
  }

  /** As {@link #of(float[][])}. */
  public static RowProducts of(double[][] rows) {
    RowProducts products = new RowProducts(rows.length, rows.length == 0 ? 0 : rows[0].length);
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < rows[row].length; i++) {
        products.blocks[row / LANES][i][row % LANES] = rows[row][i];
      }
    }
    return products;
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /**
   * The products of a vector with the first rows.
   *
   * @param vector as long as the rows
   * @param count how many rows
   * @param products {@code [count]} or longer, filled in the order of the rows
   */
  public void with(float[] vector, int count, double[] products) {
    double[] values = new double[vector.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = vector[i];
    }
    with(values, count, products);
  }

  /** As {@link #with(float[], int, double[])}. */
  public void with(double[] vector, int count, double[] products) {
    double[] values = Arrays.copyOf(vector, dimension);
    for (int start = 0; start < count; start += LANES) {
      double[][] block = blocks[start / LANES];
      double[] sums = new double[Math.min(LANES, rows - start)];
      for (int i = 0; i < dimension; i += AT_ONCE) {
        addProducts(
            values[i],
            values[i + 1],
            values[i + 2],
            values[i + 3],
            block[i],
            block[i + 1],
            block[i + 2],
            block[i + 3],
            sums);
      }
      System.arraycopy(sums, 0, products, start, Math.min(sums.length, count - start));
    }
  }

  private static void addProducts(
      double x0,
      double x1,
      double x2,
      double x3,
      double[] y0,
      double[] y1,
      double[] y2,
      double[] y3,
      double[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] = sums[j] + x0 * y0[j] + x1 * y1[j] + x2 * y2[j] + x3 * y3[j];
    }
  }
}
