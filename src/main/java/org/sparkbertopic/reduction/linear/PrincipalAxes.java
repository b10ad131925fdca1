package org.sparkbertopic.reduction.linear;

import java.util.Arrays;
import org.sparkbertopic.compute.Workers;

/**
 * The directions in which rows vary most: their mean, and the leading eigenvectors of their
 * covariance matrix. The largest entry of each axis is positive, which fixes the sign. Axes beyond
 * the rank of the data are zero. Time: rows x columns^2.
 *
 * @param mean {@code [columns]}
 * @param axes {@code [count][columns]}, of length 1 or 0
 */
public record PrincipalAxes(double[] mean, double[][] axes) {

  /** Up to this size, all eigenvectors are computed by rotations. */
  private static final int DENSE_SIZE = 96;

  private static final int COLUMN_GRAIN = 8;
  private static final int ROW_GRAIN = 64;

  /** Residuals of the eigenvectors: well below the precision of the float input. */
  private static final double TOLERANCE = 1e-9;

  /** Axes with a smaller share of the variance are rounding errors, and set to zero. */
  private static final double RANK_TOLERANCE = 1e-12;

  /** Computes the axes of rows of equal length. */
  static PrincipalAxes of(float[][] rows, int count, long seed, Workers workers) {
    return around(mean(rows), rows, count, seed, workers);
  }

  /** As above, around the origin instead of the mean: the leading right singular vectors. */
  static PrincipalAxes aroundOrigin(float[][] rows, int count, long seed, Workers workers) {
    return around(new double[rows[0].length], rows, count, seed, workers);
  }

  private static PrincipalAxes around(
      double[] mean, float[][] rows, int count, long seed, Workers workers) {
    return new PrincipalAxes(
        mean, Spectrum.of(covariance(rows, mean, workers), count, seed, workers).axes());
  }

  /**
   * The leading eigenvalues of a covariance or scatter matrix, and its axes.
   *
   * @param values {@code [count]}, descending; 0 beyond the rank
   * @param axes {@code [count][columns]}, of length 1; 0 beyond the rank
   */
  record Spectrum(double[] values, double[][] axes) {

    /** Decomposes; the matrix is overwritten. */
    static Spectrum of(double[][] matrix, int count, long seed, Workers workers) {
      int size = matrix.length;
      double trace = 0;
      for (int i = 0; i < size; i++) {
        trace += matrix[i][i];
      }
      Spectrum spectrum = new Spectrum(new double[count], new double[count][size]);
      if (trace == 0) {
        return spectrum;
      }
      for (double[] row : matrix) {
        for (int j = 0; j < size; j++) {
          row[j] /= trace;
        }
      }
      int wanted = Math.min(count, size);
      double[] values;
      double[][] vectors;
      if (size <= DENSE_SIZE || wanted > size / 4) {
        SymmetricEigen eigen = SymmetricEigen.of(matrix);
        values = eigen.values();
        vectors = eigen.vectors();
      } else {
        LeadingEigenvectors leading =
            LeadingEigenvectors.of(
                new DenseOperator(matrix, workers), wanted, null, TOLERANCE, seed, workers);
        values = leading.values();
        vectors = leading.vectors();
      }
      for (int i = 0; i < wanted && values[i] > RANK_TOLERANCE; i++) {
        spectrum.values[i] = values[i] * trace;
        spectrum.axes[i] = withFixedSign(vectors[i]);
      }
      return spectrum;
    }
  }

  /** The coordinates of rows along their own axes, {@code [rows][count]}. */
  public static float[][] project(float[][] rows, int count, long seed, Workers workers) {
    return of(rows, count, seed, workers).projectAll(rows, workers);
  }

  /** The coordinates of rows, {@code [rows][count]}. */
  float[][] projectAll(float[][] rows, Workers workers) {
    float[][] projected = new float[rows.length][];
    workers.forEachRange(
        rows.length,
        ROW_GRAIN,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            projected[i] = project(rows[i]);
          }
        });
    return projected;
  }

  /** The coordinates of one row. */
  public float[] project(float[] row) {
    float[] projected = new float[axes.length];
    for (int i = 0; i < axes.length; i++) {
      double[] axis = axes[i];
      double sum = 0;
      for (int d = 0; d < row.length; d++) {
        sum += (row[d] - mean[d]) * axis[d];
      }
      projected[i] = (float) sum;
    }
    return projected;
  }

  static double[] mean(float[][] rows) {
    double[] mean = new double[rows[0].length];
    for (float[] row : rows) {
      for (int d = 0; d < mean.length; d++) {
        mean[d] += row[d];
      }
    }
    for (int d = 0; d < mean.length; d++) {
      mean[d] /= rows.length;
    }
    return mean;
  }

  /** Each range owns some rows of the matrix and adds the samples in order. */
  static double[][] covariance(float[][] rows, double[] mean, Workers workers) {
    int size = mean.length;
    double[][] covariance = new double[size][size];
    workers.forEachRange(
        size,
        COLUMN_GRAIN,
        (from, to) -> {
          double[] centered = new double[size];
          for (float[] row : rows) {
            for (int d = from; d < size; d++) {
              centered[d] = row[d] - mean[d];
            }
            for (int i = from; i < to; i++) {
              addScaled(centered[i], centered, covariance[i], i);
            }
          }
        });
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        covariance[i][j] /= rows.length;
        covariance[j][i] = covariance[i][j];
      }
    }
    return covariance;
  }

  private static void addScaled(double factor, double[] values, double[] sums, int from) {
    for (int j = from; j < values.length; j++) {
      sums[j] += factor * values[j];
    }
  }

  private static double[] withFixedSign(double[] axis) {
    int largest = 0;
    for (int d = 1; d < axis.length; d++) {
      if (Math.abs(axis[d]) > Math.abs(axis[largest])) {
        largest = d;
      }
    }
    if (axis[largest] >= 0) {
      return axis;
    }
    double[] turned = new double[axis.length];
    for (int d = 0; d < axis.length; d++) {
      turned[d] = -axis[d];
    }
    return turned;
  }

  private static final class DenseOperator implements SymmetricOperator {
    private final double[][] matrix;
    private final Workers workers;

    DenseOperator(double[][] matrix, Workers workers) {
      this.matrix = matrix;
      this.workers = workers;
    }

    @Override
    public int size() {
      return matrix.length;
    }

    @Override
    public double lowerBound() {
      return 0;
    }

    @Override
    public void multiply(double[] vectors, int columns, double[] product) {
      workers.forEachRange(
          matrix.length,
          32,
          (from, to) -> {
            double[] sum = new double[columns];
            for (int row = from; row < to; row++) {
              Arrays.fill(sum, 0);
              for (int i = 0; i < matrix.length; i++) {
                double factor = matrix[row][i];
                for (int j = 0; j < columns; j++) {
                  sum[j] += factor * vectors[i * columns + j];
                }
              }
              System.arraycopy(sum, 0, product, row * columns, columns);
            }
          });
    }
  }
}
