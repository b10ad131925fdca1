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
