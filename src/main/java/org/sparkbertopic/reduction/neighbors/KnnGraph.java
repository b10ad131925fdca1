package org.sparkbertopic.reduction.neighbors;

/**
 * The nearest neighbours of every vertex, nearest first. The first is the vertex itself, at
 * distance 0, as in umap-learn.
 *
 * @param neighbors neighbours per vertex, itself included
 * @param indices {@code [vertices * neighbors]}
 * @param distances {@code [vertices * neighbors]}, in units of the prepared rows
 */
public record KnnGraph(int neighbors, int[] indices, float[] distances) {

  public KnnGraph {
    assert indices.length == distances.length && indices.length % neighbors == 0
        : indices.length + " indices and " + distances.length + " distances for k = " + neighbors;
  }

  public int vertices() {
    return indices.length / neighbors;
  }

  /** The graph cut to fewer neighbours per vertex: the nearest ones. */
  public KnnGraph nearest(int count) {
    if (count == neighbors) {
      return this;
    }
    int vertices = vertices();
    int[] ids = new int[Math.multiplyExact(vertices, count)];
    float[] near = new float[ids.length];
    for (int vertex = 0; vertex < vertices; vertex++) {
      System.arraycopy(indices, vertex * neighbors, ids, vertex * count, count);
      System.arraycopy(distances, vertex * neighbors, near, vertex * count, count);
    }
    return new KnnGraph(count, ids, near);
  }
}
