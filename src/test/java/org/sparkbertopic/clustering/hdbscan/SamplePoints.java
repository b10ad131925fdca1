package org.sparkbertopic.clustering.hdbscan;

import java.util.Arrays;
import org.sparkbertopic.compute.CounterRandom;

/** Seeded inputs for the tests of this package. */
final class SamplePoints {

  private SamplePoints() {}

  static double unit(long seed, long a, long b) {
    return CounterRandom.unit(CounterRandom.bits(seed, a, b));
  }

  static double[][] uniform(int rows, int dimension, long seed) {
    double[][] points = new double[rows][dimension];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < dimension; j++) {
        points[i][j] = unit(seed, i, j);
      }
    }
    return points;
  }

  /** Round clusters of differing density, and a tenth of noise. */
  static double[][] clusters(int rows, int dimension, int clusters, long seed) {
    double[][] centers = uniform(clusters, dimension, seed + 1);
    double[][] points = uniform(rows, dimension, seed);
    for (int i = 0; i < rows; i++) {
      if (i % 10 == 0) {
        continue;
      }
      int cluster = i % clusters;
      for (int j = 0; j < dimension; j++) {
        // Sums of four uniform numbers are bell-shaped enough.
        double bell = -2;
        for (int k = 0; k < 4; k++) {
          bell += unit(seed + 2 + k, i, j);
        }
        points[i][j] = centers[cluster][j] + bell * (0.02 + 0.01 * (cluster % 4));
      }
    }
    return points;
  }

  /** Points on an integer grid: equal points and equal distances everywhere. */
  static double[][] grid(int rows, int dimension, int side, long seed) {
    double[][] points = uniform(rows, dimension, seed);
    for (double[] point : points) {
      for (int j = 0; j < dimension; j++) {
        point[j] = Math.floor(point[j] * side);
      }
    }
    return points;
  }

  /** A seeded order of 0 to length - 1. */
  static int[] permutation(int length, long seed) {
    int[] order = new int[length];
    Arrays.setAll(order, i -> i);
    for (int i = length - 1; i > 0; i--) {
      int j = CounterRandom.bounded(CounterRandom.bits(seed, i), i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }
}
