package org.sparkbertopic.clustering;

import java.util.Arrays;
import org.sparkbertopic.compute.Workers;

/**
 * The two steps of k-means (Lloyd 1957) on flat arrays, until the centres hardly move: assign every
 * row to its nearest centre (in a tie to the smaller number), then move every centre to the mean of
 * its rows. A centre without rows takes the row that is farthest from its centre, so that the sum
 * of squares falls in every round.
 *
 * <p>Time for n rows of d columns and k centres: n x k x d a round. Rows are compared on all
 * threads; sums add the rows in order.
 */
public final class Lloyd {

  private static final int ROW_GRAIN = 256;

  private final Points points;
  private final int count;
  private final Workers workers;

  /** Centres by dimension, then number, so that one loop compares a row with many centres. */
  private final double[] byDimension;

  private final double[] centers;
  private final int[] labels;
  private final double[] squares;

  /**
   * @param centers {@code [count x dimension]}; changed by the rounds
   */
  private Lloyd(Points points, double[] centers, Workers workers) {
    this.points = points;
    this.count = centers.length / points.dimension;
    this.centers = centers;
    this.workers = workers;
    this.byDimension = new double[centers.length];
    this.labels = new int[points.rows];
    this.squares = new double[points.rows];
  }

  /**
   * The result of the rounds.
   *
   * @param centers {@code [count x dimension]}
   * @param labels nearest centre of each row
   * @param squares squared distance of each row to its centre
   * @param objectives sum of the squares after each round, falling
   */
  public record Result(double[] centers, int[] labels, double[] squares, double[] objectives) {}

  /**
   * Runs the rounds.
   *
   * @param start {@code [count x dimension]}, at most as many as rows; not changed
   * @param tolerance ends when the centres' squared moves add up to at most this share of the rows'
   *     mean variance
   */
  public static Result run(
      Points points, double[] start, int maxIterations, double tolerance, Workers workers) {
    Lloyd lloyd = new Lloyd(points, start.clone(), workers);
    double smallestMove = tolerance * meanVariance(points);
    double[] objectives = new double[maxIterations + 1];
    int rounds = 0;
    lloyd.assign();
    objectives[rounds++] = lloyd.objective();
    while (rounds <= maxIterations) {
      int[] before = lloyd.labels.clone();
      double move = lloyd.update();
      lloyd.assign();
      objectives[rounds++] = lloyd.objective();
      if (move <= smallestMove || Arrays.equals(before, lloyd.labels)) {
        break;
      }
    }
    return new Result(
        lloyd.centers, lloyd.labels, lloyd.squares, Arrays.copyOf(objectives, rounds));
  }

  /** The nearest of some centres to one point. */
  static int nearest(double[] centers, double[] point) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int center = 0; center * point.length < centers.length; center++) {
      double sum = 0;
      for (int j = 0; j < point.length; j++) {
        double difference = point[j] - centers[center * point.length + j];
        sum += difference * difference;
      }
      if (sum < least) {
        least = sum;
        best = center;
      }
    }
    return best;
  }

  private void assign() {
    int dimension = points.dimension;
    for (int center = 0; center < count; center++) {
      for (int j = 0; j < dimension; j++) {
        byDimension[j * count + center] = centers[center * dimension + j];
      }
    }
    workers.forEachRange(
        points.rows,
        ROW_GRAIN,
        (from, to) -> {
          double[] sums = new double[count];
          for (int row = from; row < to; row++) {
            assign(row, sums);
          }
        });
  }

  private void assign(int row, double[] sums) {
    Arrays.fill(sums, 0);
    for (int j = 0; j < points.dimension; j++) {
      addSquares(points.values[row * points.dimension + j], byDimension, j * count, sums);
    }
    int best = 0;
    for (int center = 1; center < count; center++) {
      if (sums[center] < sums[best]) {
        best = center;
      }
    }
    labels[row] = best;
    squares[row] = sums[best];
  }

  private static void addSquares(double value, double[] centers, int offset, double[] sums) {
    for (int center = 0; center < sums.length; center++) {
      double difference = value - centers[offset + center];
      sums[center] += difference * difference;
    }
  }

  /** Moves the centres; returns the sum of their squared moves. */
  private double update() {
    int dimension = points.dimension;
    double[] sums = new double[centers.length];
    int[] sizes = new int[count];
    for (int row = 0; row < points.rows; row++) {
      sizes[labels[row]]++;
    }
    fillEmpty(sizes);
    for (int row = 0; row < points.rows; row++) {
      int sum = labels[row] * dimension;
      for (int j = 0; j < dimension; j++) {
        sums[sum + j] += points.values[row * dimension + j];
      }
    }
    double move = 0;
    for (int i = 0; i < centers.length; i++) {
      double mean = sums[i] / sizes[i / dimension];
      move += (mean - centers[i]) * (mean - centers[i]);
      centers[i] = mean;
    }
    return move;
  }

  private void fillEmpty(int[] sizes) {
    for (int center = 0; center < count; center++) {
      if (sizes[center] > 0) {
        continue;
      }
      int farthest = -1;
      for (int row = 0; row < points.rows; row++) {
        if (sizes[labels[row]] > 1 && (farthest < 0 || squares[row] > squares[farthest])) {
          farthest = row;
        }
      }
      sizes[labels[farthest]]--;
      labels[farthest] = center;
      squares[farthest] = 0;
      sizes[center] = 1;
    }
  }

  private double objective() {
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return sum;
  }

  private static double meanVariance(Points points) {
    double variance = 0;
    for (int j = 0; j < points.dimension; j++) {
      double mean = 0;
      for (int row = 0; row < points.rows; row++) {
        mean += points.values[row * points.dimension + j];
      }
      mean /= points.rows;
      double squares = 0;
      for (int row = 0; row < points.rows; row++) {
        double difference = points.values[row * points.dimension + j] - mean;
        squares += difference * difference;
      }
      variance += squares / points.rows;
    }
    return variance / points.dimension;
  }
}
