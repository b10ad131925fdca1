package org.sparkbertopic.reduction.umap;

/** The initial coordinates of the layout. */
public enum UmapInit {
  /** Eigenvectors of the graph's Laplacian. */
  SPECTRAL,
  /** Principal components of the points. */
  PCA,
  /** Uniform in a cube. */
  RANDOM
}
