package org.sparkbertopic.reduction.umap;

/** Where the layout starts from. */
public enum UmapInit {
  /** Eigenvectors of the graph's Laplacian. */
  SPECTRAL,
  /** Principal components of the points. */
  PCA,
  /** Uniform in a cube. */
  RANDOM
}
