package org.sparkbertopic.reduction.linear;

/** A symmetric matrix, given by its product with blocks of vectors. */
public interface SymmetricOperator {

  /** Number of rows. */
  int size();

  /** A lower bound of the eigenvalues. */
  double lowerBound();

  /**
   * Multiplies.
   *
   * @param vectors {@code [size * columns]}, the columns of one row next to each other
   * @param product receives the product, in the same shape
   */
  void multiply(double[] vectors, int columns, double[] product);
}
