package org.sparkbertopic.compute;

/**
 * Arithmetic on vectors of equal length, in double precision and in the order of the coordinates,
 * so that the bits are the same on every machine. Callers check the lengths.
 */
public final class Vectors {

  private Vectors() {}

  /** Sum of the products. */
  public static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** Sum of the products. */
  public static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /**
   * The products of a vector with some of the rows, each as {@link #dot(float[], float[])} gives
   * it: four at a time, whose sums do not wait for each other.
   *
   * @param products {@code [rows]}, of which those from {@code from} to {@code to} are set
   */
  public static void dots(float[] vector, float[][] rows, int from, int to, double[] products) {
    int row = from;
    for (; row + 4 <= to; row += 4) {
      float[] a = rows[row];
      float[] b = rows[row + 1];
      float[] c = rows[row + 2];
      float[] d = rows[row + 3];
      double sumA = 0;
      double sumB = 0;
      double sumC = 0;
      double sumD = 0;
      for (int i = 0; i < vector.length; i++) {
        double value = vector[i];
        sumA += value * a[i];
        sumB += value * b[i];
        sumC += value * c[i];
        sumD += value * d[i];
      }
      products[row] = sumA;
      products[row + 1] = sumB;
      products[row + 2] = sumC;
      products[row + 3] = sumD;
    }
    for (; row < to; row++) {
      products[row] = dot(vector, rows[row]);
    }
  }

  /** As {@link #dots(float[], float[][], int, int, double[])}. */
  public static void dots(double[] vector, double[][] rows, int from, int to, double[] products) {
    int row = from;
    for (; row + 4 <= to; row += 4) {
      double[] a = rows[row];
      double[] b = rows[row + 1];
      double[] c = rows[row + 2];
      double[] d = rows[row + 3];
      double sumA = 0;
      double sumB = 0;
      double sumC = 0;
      double sumD = 0;
      for (int i = 0; i < vector.length; i++) {
        double value = vector[i];
        sumA += value * a[i];
        sumB += value * b[i];
        sumC += value * c[i];
        sumD += value * d[i];
      }
      products[row] = sumA;
      products[row + 1] = sumB;
      products[row + 2] = sumC;
      products[row + 3] = sumD;
    }
    for (; row < to; row++) {
      products[row] = dot(vector, rows[row]);
    }
  }

  /** Euclidean length. */
  public static double length(float[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  /** Cosine of the angle between two vectors; 0 if one of them is zero. */
  public static double cosine(float[] a, float[] b) {
    double lengths = length(a) * length(b);
    return lengths == 0 ? 0 : dot(a, b) / lengths;
  }
}
