package org.sparkbertopic.reduction.umap;

import java.util.Arrays;
import org.sparkbertopic.compute.CounterRandom;

/**
 * Embeds new points in a finished layout. A point starts at the weighted mean of its neighbours;
 * then the forces of the layout move the new points only (McInnes et al. 2018, section 5.3), as
 * long as {@link PlacingSchedule} says. Random numbers depend on the point's content, so a point
 * gets the same position whatever the other points of the call.
 */
final class PointPlacer {

  /** Ours: a power of two that a processor's second cache holds. */
  private static final int TABLE = 4096;

  private static final long TABLE_KEY = 1;

  private final float[] places;
  private final int dimension;
  private final UmapForces forces;
  private final SmoothKnn smooth;
  private final PlacingSchedule schedule;
  private final int negativeSamples;
  private final long seed;

  /** Places that repel: some of the training points', drawn once, or all of them. */
  private final float[] table;

  private final boolean fromTable;
  private final LayoutSmoothing smoothing;

  /**
   * @param places of the training points, {@code [vertices * dimension]}
   * @param fromTable whether new points are repelled by a table of places, which is read faster;
   *     false for models of versions that drew among all
   * @param smoothing what the training points went through after their layout
   */
  PointPlacer(
      float[] places,
      int dimension,
      UmapForces forces,
      SmoothKnn smooth,
      PlacingSchedule schedule,
      int negativeSamples,
      long seed,
      boolean fromTable,
      LayoutSmoothing smoothing) {
    this.places = places;
    this.dimension = dimension;
    this.forces = forces;
    this.smooth = smooth;
    this.schedule = schedule;
    this.negativeSamples = negativeSamples;
    this.seed = seed;
    this.table = fromTable ? table() : places;
    this.fromTable = fromTable;
    this.smoothing = smoothing;
  }

  private float[] table() {
    float[] drawn = new float[TABLE * dimension];
    int vertices = places.length / dimension;
    for (int i = 0; i < TABLE; i++) {
      int vertex = CounterRandom.bounded(CounterRandom.bits(seed, TABLE_KEY, i), vertices);
      System.arraycopy(places, vertex * dimension, drawn, i * dimension, dimension);
    }
    return drawn;
  }

  /**
   * Embeds points.
   *
   * @param neighbors {@code [points][neighbors]}: the nearest training points, nearest first
   * @param distances {@code [points][neighbors]}: their distances
   * @param contents {@code [points]}: hashes of the points
   * @return {@code [points * dimension]}
   */
  float[] place(int[][] neighbors, float[][] distances, long[] contents) {
    int points = neighbors.length;
    float[] placed = new float[points * dimension];
    Pulls pulls = new Pulls(neighbors, distances);
    for (int point = 0; point < points; point++) {
      mean(neighbors[point], pulls.weights[point], placed, point * dimension);
    }
    long[] lots = new long[points];
    Arrays.setAll(lots, point -> CounterRandom.bits(seed, contents[point]));
    MovingPoints moving = new MovingPoints(forces, dimension, points);
    for (int epoch = 0; epoch < schedule.epochs(); epoch++) {
      float rate = schedule.rate(epoch);
      pulls.beginEpoch(epoch);
      // Each round takes the next due neighbour of every point that has one left.
      for (int count = pulls.takeNext(); count > 0; count = pulls.takeNext()) {
        moving.load(count, placed, pulls.moved);
        moving.pull(count, places, pulls.others, rate);
        moving.beginPushes(count);
        if (fromTable) {
          pushFromTable(count, pulls, lots, moving);
        } else {
          pushFromAll(count, pulls, lots, moving);
        }
        moving.endPushes(count, rate);
        moving.store(count, placed, pulls.moved);
      }
    }
    for (int point = 0; point < points; point++) {
      smoothing.ofPoint(placed, point * dimension, neighbors[point], pulls.weights[point], places);
    }
    return placed;
  }

  /** Neighbours in the table have nothing in common, so one draw is enough for all pushes. */
  private void pushFromTable(int count, Pulls pulls, long[] lots, MovingPoints moving) {
    int[] draws = pulls.draws;
    for (int k = 0; k < count; k++) {
      int point = pulls.moved[k];
      draws[k] = CounterRandom.bounded(CounterRandom.next(lots[point], pulls.taken[point]), TABLE);
    }
    for (int i = 0; i < negativeSamples; i++) {
      for (int k = 0; k < count; k++) {
        pulls.pushers[k] = (draws[k] + i) & (TABLE - 1);
      }
      moving.push(count, table, pulls.pushers, seed);
    }
  }

  private void pushFromAll(int count, Pulls pulls, long[] lots, MovingPoints moving) {
    int vertices = places.length / dimension;
    for (int i = 0; i < negativeSamples; i++) {
      for (int k = 0; k < count; k++) {
        int point = pulls.moved[k];
        long draw = CounterRandom.next(lots[point], pulls.taken[point] * negativeSamples + i);
        pulls.pushers[k] = CounterRandom.bounded(draw, vertices);
      }
      moving.push(count, table, pulls.pushers, seed);
    }
  }

  /** When each neighbour attracts its point. */
  private final class Pulls {
    private final int[][] neighbors;
    private final float[][] weights;
    private final float[][] intervals;
    private final float[][] due;
    private final int[] next;

    /** Attractions of each point so far. */
    private final int[] taken;

    /** The points of this round. */
    private final int[] moved;

    /** The neighbours that attract them. */
    private final int[] others;

    /** The places that repel them. */
    private final int[] pushers;

    /** Where each begins in the table. */
    private final int[] draws;

    private int epoch;

    Pulls(int[][] neighbors, float[][] distances) {
      int points = neighbors.length;
      this.neighbors = neighbors;
      this.weights = new float[points][];
      this.intervals = new float[points][];
      this.due = new float[points][];
      this.next = new int[points];
      this.taken = new int[points];
      this.moved = new int[points];
      this.others = new int[points];
      this.pushers = new int[points];
      this.draws = new int[points];
      for (int point = 0; point < points; point++) {
        weights[point] = weights(distances[point]);
        intervals[point] = intervals(weights[point]);
        due[point] = intervals[point].clone();
      }
    }

    private float[] intervals(float[] pointWeights) {
      float heaviest = 0;
      for (float weight : pointWeights) {
        heaviest = Math.max(heaviest, weight);
      }
      float[] between = new float[pointWeights.length];
      for (int i = 0; i < between.length; i++) {
        between[i] =
            pointWeights[i] * schedule.epochs() < heaviest
                ? Float.POSITIVE_INFINITY
                : heaviest / pointWeights[i];
      }
      return between;
    }

    void beginEpoch(int number) {
      epoch = number;
      Arrays.fill(next, 0);
    }

    /** Takes the next due neighbour of every point that has one left in this epoch. */
    int takeNext() {
      int count = 0;
      for (int point = 0; point < next.length; point++) {
        int i = next[point];
        float[] dueOfPoint = due[point];
        while (i < dueOfPoint.length && dueOfPoint[i] > epoch) {
          i++;
        }
        next[point] = i + 1;
        if (i < dueOfPoint.length) {
          dueOfPoint[i] += intervals[point][i];
          taken[point]++;
          moved[count] = point;
          others[count++] = neighbors[point][i];
        }
      }
      return count;
    }
  }

  private float[] weights(float[] distances) {
    double rho = smooth.rho(distances, 0, distances.length);
    double sigma = smooth.sigma(distances, 0, distances.length, rho);
    float[] weights = new float[distances.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) SmoothKnn.weight(distances[i], rho, sigma);
    }
    return weights;
  }

  private void mean(int[] neighbors, float[] weights, float[] placed, int at) {
    double total = 0;
    double[] sum = new double[dimension];
    for (int i = 0; i < weights.length; i++) {
      total += weights[i];
      for (int d = 0; d < dimension; d++) {
        sum[d] += (double) weights[i] * places[neighbors[i] * dimension + d];
      }
    }
    for (int d = 0; d < dimension; d++) {
      placed[at + d] = total > 0 ? (float) (sum[d] / total) : places[neighbors[0] * dimension + d];
    }
  }
}
