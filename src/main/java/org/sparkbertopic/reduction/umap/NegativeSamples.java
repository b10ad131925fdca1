package org.sparkbertopic.reduction.umap;

import org.sparkbertopic.compute.CounterRandom;

/**
 * Positions of randomly drawn vertices, which repel many points at once. Every batch of points
 * takes a window of this pool, so that a vertex is loaded from main memory once for all its
 * repulsions. Vertices are drawn with replacement; the second half repeats the first, so that
 * windows need not wrap.
 */
final class NegativeSamples {

  private final int dimension;
  private final int[] vertices;
  private final float[][] coordinates;

  /** Where the drawn vertices of the caller's own block are. */
  private final int[] own;

  private int size;
  private int owned;

  /**
   * @param capacity most samples drawn
   */
  NegativeSamples(int dimension, int capacity) {
    this.dimension = dimension;
    this.vertices = new int[2 * capacity];
    this.coordinates = new float[dimension][2 * capacity];
    this.own = new int[2 * capacity];
  }

  /**
   * Draws {@code count} of {@code total} vertices.
   *
   * @param from first vertex of the block that is pushed
   * @param to end of the block
   */
  void draw(int count, float[] places, int total, long lot, int from, int to) {
    assert 2 * count <= vertices.length : count + " samples exceed half of " + vertices.length;
    size = count;
    owned = 0;
    for (int i = 0; i < count; i++) {
      // The two halves of 64 random bits choose two vertices.
      long bits = CounterRandom.next(lot, i >> 1) << ((i & 1) << 5);
      int vertex = CounterRandom.bounded(bits, total);
      vertices[i] = vertex;
      if (vertex >= from && vertex < to) {
        own[owned++] = i;
      }
    }
    for (int i = owned - 1; i >= 0; i--) {
      own[owned + i] = own[i] + count;
    }
    owned *= 2;
    System.arraycopy(vertices, 0, vertices, count, count);
    for (int d = 0; d < dimension; d++) {
      float[] x = coordinates[d];
      for (int i = 0; i < count; i++) {
        x[i] = places[vertices[i] * dimension + d];
      }
      System.arraycopy(x, 0, x, count, count);
    }
  }

  /** Number of samples; windows may begin at any smaller index. */
  int size() {
    return size;
  }

  /** Number of drawn vertices of the block, repeated once. */
  int owned() {
    return owned;
  }

  /** Where in {@link #vertices()} they are, ascending. */
  int own(int i) {
    return own[i];
  }

  /** The vertices drawn, repeated once. */
  int[] vertices() {
    return vertices;
  }

  /** One coordinate of their positions, repeated once. */
  float[] coordinates(int d) {
    return coordinates[d];
  }
}
