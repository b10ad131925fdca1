package org.sparkbertopic.testing;

import org.sparkbertopic.compute.CounterRandom;

/**
 * Points of three dimensions that excess of mass takes for two clusters: nine spots near each other
 * in a haze, and far from all one small spot. Layouts of averaged word vectors look so.
 */
public final class CrowdedPoints {

  private CrowdedPoints() {}

  /** {@code [near + 40][3]}: the last 40 are the far spot. */
  public static double[][] of(int near) {
    double[][] points = new double[near + 40][3];
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < 3; j++) {
        double bell = bell(i, j, 3);
        double spot = unit(3, i % 9, j) + 0.125 * bell;
        double haze = 1.2 * unit(9, i, j);
        points[i][j] = i >= near ? 40 + 0.1 * bell : i % 10 < 3 ? haze : spot;
      }
    }
    return points;
  }

  /** A sum of uniform numbers around 0. */
  public static double bell(int row, int column, int numbers) {
    double bell = 0;
    for (int k = 0; k < numbers; k++) {
      bell += unit(20 + k, row, column) - 0.5;
    }
    return bell;
  }

  private static double unit(long seed, long a, long b) {
    return CounterRandom.unit(CounterRandom.bits(seed, a, b));
  }
}
