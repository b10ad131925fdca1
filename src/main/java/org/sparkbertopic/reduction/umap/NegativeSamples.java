package org.sparkbertopic.reduction.umap;

import org.sparkbertopic.compute.CounterRandom;

/**
 * Places of vertices drawn by lot, from which many points at once are pushed: each takes its own
 * window of the pool, so that a place is fetched from afar once for all pushes that it gives. Drawn
 * with replacement; the second half repeats the first, so that windows need not wrap.
 */
final class NegativeSamples {

  private final int dimension;
  private final int[] vertices;
  private final float[][] coordinates;
  private int size;

  /**
   * @param capacity most places drawn
   */
  NegativeSamples(int dimension, int capacity) {
    this.dimension = dimension;
    this.vertices = new int[2 * capacity];
    this.coordinates = new float[dimension][2 * capacity];
  }

  /** Draws {@code count} of {@code total} vertices. */
  void draw(int count, float[] places, int total, long lot) {
    size = count;
    for (int i = 0; i < count; i++) {
      // The halves of one draw choose two vertices.
      long bits = CounterRandom.next(lot, i >> 1) << ((i & 1) << 5);
      vertices[i] = CounterRandom.bounded(bits, total);
    }
    System.arraycopy(vertices, 0, vertices, count, count);
    for (int d = 0; d < dimension; d++) {
      float[] x = coordinates[d];
      for (int i = 0; i < count; i++) {
        x[i] = places[vertices[i] * dimension + d];
      }
      System.arraycopy(x, 0, x, count, count);
    }
  }

  /** Places drawn; windows may begin at any index below. */
  int size() {
    return size;
  }

  /** The vertices drawn, twice. */
  int[] vertices() {
    return vertices;
  }

  /** One coordinate of their places, twice. */
  float[] coordinates(int d) {
    return coordinates[d];
  }
}
