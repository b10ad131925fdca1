package org.sparkbertopic.reduction.umap;

import org.sparkbertopic.compute.CounterRandom;

/**
 * Positions of randomly drawn vertices, which repel many points at once. Every batch of points
 * takes windows of this pool, so that a vertex is loaded from main memory once for all its
 * repulsions. Vertices are drawn with replacement. The samples are repeated as often as windows
 * need, so that these need not wrap.
 */
final class NegativeSamples {

  private final int[] vertices;
  private final float[][] coordinates;

  /** Where the drawn vertices of the caller's own block are. */
  private final int[] own;

  private int owned;

  /**
   * @param most most samples drawn
   * @param window longest window
   */
  NegativeSamples(int dimension, int most, int window) {
    this.vertices = new int[most + window];
    this.coordinates = new float[dimension][most + window];
    this.own = new int[most + window];
  }

  /**
   * Draws {@code count} of {@code total} vertices. Windows of length {@code window} may begin at
   * any smaller index.
   *
   * @param from first vertex of the block that is pushed
   * @param to end of the block
   */
  void draw(int count, int window, float[] places, int total, long lot, int from, int to) {
    assert count + window <= vertices.length : count + " samples for a window of " + window;
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
    MovingPoints.gather(count, places, vertices, coordinates);
    int end = count + window;
    for (int at = count; at < end; at += count) {
      int copied = Math.min(count, end - at);
      System.arraycopy(vertices, 0, vertices, at, copied);
      for (float[] along : coordinates) {
        System.arraycopy(along, 0, along, at, copied);
      }
    }
    for (int i = 0; i < owned && own[i] + count < end; i++) {
      own[owned++] = own[i] + count;
    }
  }

  /** Number of drawn vertices of the block, with repetitions. */
  int owned() {
    return owned;
  }

  /** Where in {@link #vertices()} they are, ascending. */
  int own(int i) {
    return own[i];
  }

  /** The vertices drawn, with repetitions. */
  int[] vertices() {
    return vertices;
  }

  /** One coordinate of their positions, with repetitions. */
  float[] coordinates(int d) {
    return coordinates[d];
  }
}
