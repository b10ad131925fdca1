package org.sparkbertopic.reduction.umap;

import java.util.Arrays;
import org.sparkbertopic.compute.CounterRandom;

/**
 * Places that pulls and pushes from other places move, many at a time; the scratch of one thread.
 * No coordinate moves by more than {@link #LARGEST_MOVE} times the rate at once. What becomes of a
 * point does not depend on the others.
 *
 * <p>One coordinate of all points lies next to each other, so that the compiler turns most loops
 * into vector instructions, and no point waits for what another is computed from. Nearly all of a
 * layout's time is spent here.
 */
final class MovingPoints {

  private static final float LARGEST_MOVE = 4;

  /** Moves up to this squared length have no coordinate beyond the limit. */
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

  /** Puts the first {@code count} points where {@code places} has the given vertices. */
  void load(int count, float[] places, int[] vertices) {
    for (int d = 0; d < dimension; d++) {
      gather(count, places, vertices, d, place[d]);
    }
  }

  private void gather(int count, float[] places, int[] vertices, int d, float[] target) {
    for (int i = 0; i < count; i++) {
      target[i] = places[vertices[i] * dimension + d];
    }
  }

  /** Writes the places of the first {@code count} points to those of the given vertices. */
  void store(int count, float[] places, int[] vertices) {
    for (int d = 0; d < dimension; d++) {
      float[] x = place[d];
      for (int i = 0; i < count; i++) {
        places[vertices[i] * dimension + d] = x[i];
      }
    }
  }

  /** Moves every point towards one other place. */
  void pull(int count, float[] places, int[] others, float rate) {
    subtract(count, places, others);
    lookUpPulls(count);
    for (int d = 0; d < dimension; d++) {
      addMoves(count, rate, difference[d], place[d]);
    }
  }

  /** Moves every point towards another place twice, the second time as if that had moved too. */
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

  /** Replaces a difference by the move itself, no coordinate of it beyond the limit. */
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

  /** Moves, and sees the difference after the other's mirrored move. */
  private void moveBoth(int count, float rate, float[] along, float[] x) {
    for (int i = 0; i < count; i++) {
      float move = rate * (factor[i] * along[i]);
      float left = along[i] + 2 * move;
      x[i] += move;
      along[i] = left;
      squared[i] += left * left;
    }
  }

  /** Begins a round of pushes, all of which are seen from where the points are now. */
  void beginPushes(int count) {
    for (int d = 0; d < dimension; d++) {
      Arrays.fill(sum[d], 0, count, 0);
    }
  }

  /**
   * Counts a push away from one other place for every point.
   *
   * @param selves the points' own vertices, which do not push, or null
   * @param lot decides, with the other vertex, the direction where both places are the same
   */
  void push(int count, float[] places, int[] others, int[] selves, long lot) {
    subtract(count, places, others);
    addPushes(count, others, 0, selves, lot);
  }

  /**
   * Counts a push away from {@code pool}'s place {@code shift + i} for every point i.
   *
   * @param selves the points' own vertices, which do not push
   * @param lot decides, with the other vertex, the direction where both places are the same
   */
  void push(int count, NegativeSamples pool, int shift, int[] selves, long lot) {
    Arrays.fill(squared, 0, count, 0);
    for (int d = 0; d < dimension; d++) {
      System.arraycopy(pool.coordinates(d), shift, difference[d], 0, count);
      subtract(count, place[d], difference[d]);
    }
    addPushes(count, pool.vertices(), shift, selves, lot);
  }

  private void addPushes(int count, int[] others, int shift, int[] selves, long lot) {
    for (int i = 0; i < count; i++) {
      float s = squared[i];
      float f = forces.push(s);
      factor[i] = f;
      if (s == 0 || f * f * s > LIMIT) {
        pushNear(i, CounterRandom.bits(lot, others[shift + i]));
      }
      if (selves != null && others[shift + i] == selves[i]) {
        factor[i] = 0;
      }
    }
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

  /** Moves the points by the pushes counted since {@link #beginPushes}. */
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
    for (int d = 0; d < dimension; d++) {
      gather(count, places, others, d, difference[d]);
      subtract(count, place[d], difference[d]);
    }
  }

  /** Replaces other places by the differences to them. */
  private void subtract(int count, float[] x, float[] along) {
    for (int i = 0; i < count; i++) {
      float difference = x[i] - along[i];
      along[i] = difference;
      squared[i] += difference * difference;
    }
  }
}
