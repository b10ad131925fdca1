package org.sparkbertopic.reduction;

/**
 * The nearest neighbours of every vertex, nearest first, the vertex itself (at distance 0) counted
 * as the first, as umap-learn counts.
 *
 * @param neighbors neighbours per vertex, itself included
 * @param indices {@code [vertices * neighbors]}
 * @param distances {@code [vertices * neighbors]}, in units of the prepared rows
 */
record KnnGraph(int neighbors, int[] indices, float[] distances) {

  int vertices() {
    return indices.length / neighbors;
  }
}
