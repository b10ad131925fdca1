package org.sparkbertopic.embedding.words;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The direction that vectors share: the first right singular vector of the matrix whose rows they
 * are, not centred.
 */
final class CommonDirection {

  /** What is left of a vector along the direction is rounding, in floats. */
  private static final double ROUNDING = 1e-6;

  private CommonDirection() {}

  /**
   * Takes time vectors x dimension², and dimension³ for the decomposition.
   *
   * @param vectors {@code [vectors][dimension]}, at least one
   * @return {@code [dimension]}, of length 1, its largest entry positive
   */
  static float[] of(float[][] vectors) {
    int dimension = vectors[0].length;
    double[][] products = new double[dimension][dimension];
    for (float[] vector : vectors) {
      for (int i = 0; i < dimension; i++) {
        double[] row = products[i];
        double value = vector[i];
        for (int j = 0; j <= i; j++) {
          row[j] += value * vector[j];
        }
      }
    }
    for (int i = 0; i < dimension; i++) {
      for (int j = 0; j < i; j++) {
        products[j][i] = products[i][j];
      }
    }
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(products, false));
    double[] first = eigen.getEigenvector(0).toArray();
    double largest = 0;
    for (double value : first) {
      largest = Math.abs(value) > Math.abs(largest) ? value : largest;
    }
    float[] direction = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      direction[i] = (float) (largest < 0 ? -first[i] : first[i]);
    }
    return direction;
  }

  /**
   * The vector without its part along the direction. Zeros if nothing but rounding is left.
   *
   * @param direction of length 1
   */
  static float[] remove(float[] direction, double[] vector) {
    double along = 0;
    double squares = 0;
    for (int i = 0; i < vector.length; i++) {
      along += direction[i] * vector[i];
      squares += vector[i] * vector[i];
    }
    float[] rest = new float[vector.length];
    double left = 0;
    for (int i = 0; i < rest.length; i++) {
      rest[i] = (float) (vector[i] - along * direction[i]);
      left += (double) rest[i] * rest[i];
    }
    return left > ROUNDING * ROUNDING * squares ? rest : new float[vector.length];
  }
}
