package org.sparkbertopic.reduction.linear;

import java.util.Arrays;

/**
 * All eigenvalues and eigenvectors of a small dense symmetric matrix, by cyclic Jacobi rotations
 * (Golub and Van Loan, Matrix Computations, section 8.5). Time: about ten times size^3.
 *
 * @param values descending
 * @param vectors {@code [size][size]}, row i belongs to value i
 */
record SymmetricEigen(double[] values, double[][] vectors) {

  /** Jacobi rotations converge quadratically, in about ten sweeps. */
  private static final int MAX_SWEEPS = 60;

  /** Decomposes; the matrix is overwritten. */
  static SymmetricEigen of(double[][] matrix) {
    int size = matrix.length;
    double[][] basis = new double[size][size];
    double scale = 0;
    for (int i = 0; i < size; i++) {
      basis[i][i] = 1;
      for (double value : matrix[i]) {
        scale += value * value;
      }
    }
    for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      if (offDiagonal(matrix) <= 1e-30 * scale) {
        break;
      }
      for (int p = 0; p < size - 1; p++) {
        for (int q = p + 1; q < size; q++) {
          rotate(matrix, basis, p, q);
        }
      }
    }
    return sorted(matrix, basis);
  }

  private static double offDiagonal(double[][] matrix) {
    double sum = 0;
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += matrix[i][j] * matrix[i][j];
      }
    }
    return sum;
  }

  /** Makes entry (p, q) zero. Rows of {@code basis} are the vectors found so far. */
  private static void rotate(double[][] matrix, double[][] basis, int p, int q) {
    double off = matrix[p][q];
    if (off == 0) {
      return;
    }
    double ratio = (matrix[q][q] - matrix[p][p]) / (2 * off);
    double tangent = Math.copySign(1, ratio) / (Math.abs(ratio) + Math.sqrt(1 + ratio * ratio));
    if (Double.isInfinite(ratio * ratio)) {
      tangent = 1 / (2 * ratio);
    }
    double cosine = 1 / Math.sqrt(1 + tangent * tangent);
    double sine = tangent * cosine;
    rotateRows(matrix[p], matrix[q], cosine, sine);
    for (double[] row : matrix) {
      double atP = row[p];
      double atQ = row[q];
      row[p] = cosine * atP - sine * atQ;
      row[q] = sine * atP + cosine * atQ;
    }
    matrix[p][q] = 0;
    matrix[q][p] = 0;
    rotateRows(basis[p], basis[q], cosine, sine);
  }

  private static void rotateRows(double[] p, double[] q, double cosine, double sine) {
    for (int i = 0; i < p.length; i++) {
      double atP = p[i];
      double atQ = q[i];
      p[i] = cosine * atP - sine * atQ;
      q[i] = sine * atP + cosine * atQ;
    }
  }

  private static SymmetricEigen sorted(double[][] matrix, double[][] basis) {
    int size = matrix.length;
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (i, j) -> Double.compare(matrix[j][j], matrix[i][i]));
    double[] values = new double[size];
    double[][] vectors = new double[size][];
    for (int i = 0; i < size; i++) {
      values[i] = matrix[order[i]][order[i]];
      vectors[i] = basis[order[i]];
    }
    return new SymmetricEigen(values, vectors);
  }
}
