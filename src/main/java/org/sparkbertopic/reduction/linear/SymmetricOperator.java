package org.sparkbertopic.reduction.linear;

/** A symmetric matrix that is known by what it does to blocks of vectors. */
public interface SymmetricOperator {

  /** Number of rows. */
  int size();

  /** A bound of the eigenvalues from below. */
  double lowerBound();

  /**
   * Multiplies.
   *
   * @param vectors {@code [size * columns]}, the columns of one row next to each other
   * @param product receives the product, of the same shape
   */
  void multiply(double[] vectors, int columns, double[] product);
}
