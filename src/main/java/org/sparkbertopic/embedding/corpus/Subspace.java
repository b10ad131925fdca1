package org.sparkbertopic.embedding.corpus;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.sparkbertopic.compute.CounterRandom;

/** Orthonormal columns whose span approximates that of the leading singular vectors. */
final class Subspace {

  /** A column that shrinks by this factor lies in the span of the previous columns. */
  private static final double DEPENDENT = 1e-10;

  private final double[][] columns;

  private Subspace(double[][] columns) {
    this.columns = columns;
  }

  /** Orthonormal columns from random signs. */
  static Subspace random(int terms, int width, long seed) {
    double[][] columns = new double[width][terms];
    for (int column = 0; column < width; column++) {
      for (int term = 0; term < terms; term++) {
        columns[column][term] = CounterRandom.bits(seed, column, term) < 0 ? -1 : 1;
      }
    }
    return orthonormal(columns);
  }

  /**
   * An orthonormal basis of the columns, by modified Gram-Schmidt, twice for each column (Giraud,
   * Langou and Rozložník 2005). A dependent column becomes zeros. Overwrites the columns.
   */
  static Subspace orthonormal(double[][] columns) {
    for (int i = 0; i < columns.length; i++) {
      double before = norm(columns[i]);
      for (int round = 0; round < 2; round++) {
        for (int j = 0; j < i; j++) {
          subtract(columns[i], columns[j], dot(columns[i], columns[j]));
        }
      }
      double after = norm(columns[i]);
      scale(columns[i], after > DEPENDENT * before ? 1 / after : 0);
    }
    return new Subspace(columns);
  }

  int width() {
    return columns.length;
  }

  /** {@code [terms x width]}, row by row. */
  float[] byTerm() {
    int terms = columns[0].length;
    float[] rows = new float[terms * columns.length];
    for (int column = 0; column < columns.length; column++) {
      for (int term = 0; term < terms; term++) {
        rows[term * columns.length + column] = (float) columns[column][term];
      }
    }
    return rows;
  }

  /**
   * The approximations in this subspace of a symmetric operator's eigenvectors, by descending
   * eigenvalue (Rayleigh-Ritz).
   *
   * @param image {@code [width][terms]}: the operator times the columns
   * @param count number of eigenvectors, at most the width
   * @return {@code [count][terms]}, each with its largest entry positive
   */
  double[][] ritzVectors(double[][] image, int count) {
    int width = columns.length;
    double[][] projected = new double[width][width];
    for (int i = 0; i < width; i++) {
      for (int j = 0; j <= i; j++) {
        double value = (dot(columns[i], image[j]) + dot(columns[j], image[i])) / 2;
        projected[i][j] = value;
        projected[j][i] = value;
      }
    }
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(projected, false));
    double[][] vectors = new double[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = combine(eigen.getEigenvector(i).toArray());
    }
    return vectors;
  }

  private double[] combine(double[] weights) {
    double[] sum = new double[columns[0].length];
    for (int column = 0; column < columns.length; column++) {
      subtract(sum, columns[column], -weights[column]);
    }
    double largest = 0;
    for (double value : sum) {
      largest = Math.abs(value) > Math.abs(largest) ? value : largest;
    }
    scale(sum, largest < 0 ? -1 : 1);
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    // four sums, because with one each addition would wait for the previous one
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  private static void subtract(double[] from, double[] column, double times) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= times * column[i];
    }
  }

  private static void scale(double[] column, double by) {
    for (int i = 0; i < column.length; i++) {
      column[i] *= by;
    }
  }
}
