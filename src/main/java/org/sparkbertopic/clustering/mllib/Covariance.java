package org.sparkbertopic.clustering.mllib;

/** Shapes that the components of a {@link GaussianMixture} may have. */
public enum Covariance {
  /** Any ellipsoid: columns^2 / 2 numbers a component. */
  FULL,
  /** Ellipsoids along the axes: as many numbers as columns. */
  DIAGONAL
}
