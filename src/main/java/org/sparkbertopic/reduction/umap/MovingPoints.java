package org.sparkbertopic.reduction.umap;

import java.util.Arrays;
import org.sparkbertopic.compute.CounterRandom;

/**
 * Points that attraction and repulsion move, many at a time. Scratch space of one thread. No
 * coordinate moves by more than {@link #LARGEST_MOVE} times the learning rate at once. The moves of
 * a point do not depend on the other points of the batch.
 *
 * <p>Coordinates are stored by dimension, so that the compiler vectorises most loops over the
 * points. A layout spends nearly all of its time here.
 */
final class MovingPoints {

  /** umap-learn's clip of the gradient. */
  private static final float LARGEST_MOVE = 4;

  /** A move of at most this squared length has no coordinate above the limit. */
  private static final float LIMIT = LARGEST_MOVE * LARGEST_MOVE;

  private final UmapForces forces;
  private final int dimension;
  private final float[][] place;
  private final float[][] difference;
  private final float[][] sum;
  private final float[] squared;
  private final float[] factor;

  /**
   * @param capacity most points at a time
   */
  MovingPoints(UmapForces forces, int dimension, int capacity) {
    this.forces = forces;
    this.dimension = dimension;
    this.place = new float[dimension][capacity];
    this.difference = new float[dimension][capacity];
    this.sum = new float[dimension][capacity];
    this.squared = new float[capacity];
    this.factor = new float[capacity];
  }

  /** Loads the coordinates of the given vertices into the first {@code count} points. */
  void load(int count, float[] places, int[] vertices) {
    assert count <= squared.length : count + " points exceed the capacity " + squared.length;
    gather(count, places, vertices, place);
  }

  /**
   * Reads the coordinates of the first {@code count} vertices, two at a time of each.
   *
   * @param places {@code [vertices * dimension]}
   * @param target {@code [dimension][count or more]}
   */
  static void gather(int count, float[] places, int[] vertices, float[][] target) {
    int dimension = target.length;
    int d = 0;
    for (; d + 1 < dimension; d += 2) {
      gatherTwo(count, places, vertices, dimension, d, target[d], target[d + 1]);
    }
    if (d < dimension) {
      gatherOne(count, places, vertices, dimension, d, target[d]);
    }
  }

  private static void gatherOne(
      int count, float[] places, int[] vertices, int dimension, int d, float[] target) {
    for (int i = 0; i < count; i++) {
      target[i] = places[vertices[i] * dimension + d];
    }
  }

  private static void gatherTwo(
      int count,
      float[] places,
      int[] vertices,
      int dimension,
      int d,
      float[] target,
      float[] next) {
    for (int i = 0; i < count; i++) {
      int place = vertices[i] * dimension + d;
      target[i] = places[place];
      next[i] = places[place + 1];
    }
  }

  /** Writes the coordinates of the first {@code count} points back to the given vertices. */
  void store(int count, float[] places, int[] vertices) {
    for (int d = 0; d < dimension; d++) {
      float[] x = place[d];
      for (int i = 0; i < count; i++) {
        places[vertices[i] * dimension + d] = x[i];
      }
    }
  }

  /** Attracts every point to one other position. */
  void pull(int count, float[] places, int[] others, float rate) {
    subtract(count, places, others);
    lookUpPulls(count);
    for (int d = 0; d < dimension; d++) {
      addMoves(count, rate, difference[d], place[d]);
    }
  }

  /**
   * Attracts every point to one other position twice, the second time as if the other had moved
   * too.
   */
  void pullTwice(int count, float[] places, int[] others, float rate) {
    subtract(count, places, others);
    lookUpPulls(count);
    Arrays.fill(squared, 0, count, 0);
    for (int d = 0; d < dimension; d++) {
      moveBoth(count, rate, difference[d], place[d]);
    }
    lookUpPulls(count);
    for (int d = 0; d < dimension; d++) {
      addMoves(count, rate, difference[d], place[d]);
    }
  }

  private void lookUpPulls(int count) {
    for (int i = 0; i < count; i++) {
      float f = forces.pull(squared[i]);
      factor[i] = f;
      if (f * f * squared[i] > LIMIT) {
        limit(i);
      }
    }
  }

  /** Replaces a difference by the move, with every coordinate clipped to the limit. */
  private void limit(int i) {
    for (float[] along : difference) {
      along[i] = Math.max(-LARGEST_MOVE, Math.min(LARGEST_MOVE, factor[i] * along[i]));
    }
    factor[i] = 1;
  }

  private void addMoves(int count, float rate, float[] along, float[] x) {
    for (int i = 0; i < count; i++) {
      x[i] += rate * (factor[i] * along[i]);
    }
  }

  /** Moves, and computes the difference after the mirrored move of the other point. */
  private void moveBoth(int count, float rate, float[] along, float[] x) {
    for (int i = 0; i < count; i++) {
      float move = rate * (factor[i] * along[i]);
      float left = along[i] + 2 * move;
      x[i] += move;
      along[i] = left;
      squared[i] += left * left;
    }
  }

  /** Begins a round of repulsion; all of it is computed from the current positions. */
  void beginPushes(int count) {
    for (int d = 0; d < dimension; d++) {
      Arrays.fill(sum[d], 0, count, 0);
    }
  }

  /**
   * Adds the repulsion from one other position for every point.
   *
   * @param lot random bits that, with the other vertex, give the direction if both positions
   *     coincide
   */
  void push(int count, float[] places, int[] others, long lot) {
    subtract(count, places, others);
    lookUpPushes(count, others, 0, lot);
    addPushes(count);
  }

  /**
   * Adds the repulsion from entry {@code shift + i} of {@code pool} for every point i.
   *
   * @param selves the points' own vertices, which do not repel themselves
   * @param lot random bits that, with the other vertex, give the direction if both positions
   *     coincide
   */
  void push(int count, NegativeSamples pool, int shift, int[] selves, long lot) {
    Arrays.fill(squared, 0, count, 0);
    for (int d = 0; d < dimension; d++) {
      System.arraycopy(pool.coordinates(d), shift, difference[d], 0, count);
      subtract(count, place[d], difference[d]);
    }
    lookUpPushes(count, pool.vertices(), shift, lot);
    for (int k = 0; k < pool.owned(); k++) {
      int i = pool.own(k) - shift;
      if (i >= 0 && i < count && pool.vertices()[shift + i] == selves[i]) {
        factor[i] = 0;
      }
    }
    addPushes(count);
  }

  private void lookUpPushes(int count, int[] others, int shift, long lot) {
    for (int i = 0; i < count; i++) {
      float s = squared[i];
      float f = forces.push(s);
      factor[i] = f;
      if (s == 0 || f * f * s > LIMIT) {
        pushNear(i, CounterRandom.bits(lot, others[shift + i]));
      }
    }
  }

  private void addPushes(int count) {
    for (int d = 0; d < dimension; d++) {
      addMoves(count, 1, difference[d], sum[d]);
    }
  }

  private void pushNear(int i, long lot) {
    if (squared[i] > 0) {
      limit(i);
    } else {
      pushApart(i, lot);
    }
  }

  private void pushApart(int i, long lot) {
    factor[i] = 1;
    for (int d = 0; d < dimension; d++) {
      boolean up = ((lot >>> (d & 63)) & 1) == 0;
      difference[d][i] = up ? LARGEST_MOVE : -LARGEST_MOVE;
    }
  }

  /** Moves the points by the repulsion added since {@link #beginPushes}. */
  void endPushes(int count, float rate) {
    for (int d = 0; d < dimension; d++) {
      addScaled(count, rate, sum[d], place[d]);
    }
  }

  private static void addScaled(int count, float rate, float[] sum, float[] x) {
    for (int i = 0; i < count; i++) {
      x[i] += rate * sum[i];
    }
  }

  private void subtract(int count, float[] places, int[] others) {
    Arrays.fill(squared, 0, count, 0);
    gather(count, places, others, difference);
    for (int d = 0; d < dimension; d++) {
      subtract(count, place[d], difference[d]);
    }
  }

  /** Replaces the other positions by the differences to them. */
  private void subtract(int count, float[] x, float[] along) {
    for (int i = 0; i < count; i++) {
      float difference = x[i] - along[i];
      along[i] = difference;
      squared[i] += difference * difference;
    }
  }
}
