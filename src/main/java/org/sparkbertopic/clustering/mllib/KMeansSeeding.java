package org.sparkbertopic.clustering.mllib;

import java.util.Arrays;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;

/**
 * Where k-means starts: rows drawn one after the other with a chance that grows with the squared
 * distance to those drawn before (Arthur, Vassilvitskii: k-means++, 2007); of several drawn at a
 * time the one that lowers the sum of squares most is kept, as scikit-learn does.
 *
 * <p>Time for n rows, d columns and k centres: n x k x d x (2 + log k).
 */
final class KMeansSeeding {

  /** Sums are made of these many rows each, whatever the number of threads. */
  private static final int ROW_GRAIN = 4096;

  private final Points points;
  private final Workers workers;

  /** Squared distance of each row to the nearest centre so far. */
  private final double[] closest;

  private KMeansSeeding(Points points, Workers workers) {
    this.points = points;
    this.workers = workers;
    this.closest = new double[points.rows];
  }

  /**
   * Rows to start from, {@code [centres x dimension]}: fewer than {@code count} where there are
   * fewer different rows.
   */
  static double[] choose(Points points, int count, long seed, Workers workers) {
    KMeansSeeding seeding = new KMeansSeeding(points, workers);
    int[] rows = new int[count];
    rows[0] = CounterRandom.bounded(CounterRandom.bits(seed, 0), points.rows);
    Arrays.fill(seeding.closest, Double.POSITIVE_INFINITY);
    seeding.approach(rows[0]);
    int trials = 2 + (int) StrictMath.log(count);
    int chosen = 1;
    while (chosen < count) {
      int[] candidates = seeding.draw(trials, CounterRandom.bits(seed, chosen));
      if (candidates.length == 0) {
        break;
      }
      rows[chosen] = candidates[seeding.best(candidates)];
      seeding.approach(rows[chosen++]);
    }
    double[] centers = new double[chosen * points.dimension];
    for (int i = 0; i < chosen; i++) {
      System.arraycopy(
          points.values,
          rows[i] * points.dimension,
          centers,
          i * points.dimension,
          points.dimension);
    }
    return centers;
  }

  private void approach(int center) {
    workers.forEachRange(
        points.rows,
        ROW_GRAIN,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            closest[row] = Math.min(closest[row], squaredDistance(row, center));
          }
        });
  }

  /** Rows by lot; none where every row lies on a centre. */
  private int[] draw(int trials, long lot) {
    double[] cumulative = new double[points.rows];
    double sum = 0;
    for (int row = 0; row < points.rows; row++) {
      sum += closest[row];
      cumulative[row] = sum;
    }
    if (sum == 0) {
      return new int[0];
    }
    int[] drawn = new int[trials];
    for (int trial = 0; trial < trials; trial++) {
      drawn[trial] =
          firstAbove(cumulative, CounterRandom.unit(CounterRandom.next(lot, trial)) * sum);
    }
    return drawn;
  }

  private static int firstAbove(double[] cumulative, double target) {
    int low = 0;
    int high = cumulative.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] > target) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Which of the rows leaves the smallest sum of squares; the first at a tie. */
  private int best(int[] candidates) {
    int ranges = (points.rows + ROW_GRAIN - 1) / ROW_GRAIN;
    double[][] sums = new double[ranges][];
    workers.forEachRange(
        points.rows,
        ROW_GRAIN,
        (from, to) -> {
          double[] rangeSums = new double[candidates.length];
          for (int row = from; row < to; row++) {
            for (int c = 0; c < candidates.length; c++) {
              rangeSums[c] += Math.min(closest[row], squaredDistance(row, candidates[c]));
            }
          }
          sums[from / ROW_GRAIN] = rangeSums;
        });
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < candidates.length; c++) {
      double total = 0;
      for (double[] rangeSums : sums) {
        total += rangeSums[c];
      }
      if (total < least) {
        least = total;
        best = c;
      }
    }
    return best;
  }

  private double squaredDistance(int row, int other) {
    int a = row * points.dimension;
    int b = other * points.dimension;
    double sum = 0;
    for (int j = 0; j < points.dimension; j++) {
      double difference = points.values[a + j] - points.values[b + j];
      sum += difference * difference;
    }
    return sum;
  }
}
