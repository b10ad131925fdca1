package org.sparkbertopic.reduction.umap;

import java.util.Arrays;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.linear.PrincipalAxes;

/** Positions of a graph's components relative to each other, within [-1, 1]. */
final class ComponentPlaces {

  /** Above this, comparing all pairs of components would take longer than the layout. */
  private static final int MOST_COMPARED = 8192;

  /** Extent of the noise: small against the distances within [-1, 1]. */
  private static final double SHAKE = 0.02;

  private static final long LOT_KEY = 0xC04E;

  private ComponentPlaces() {}

  /**
   * Places few components at the ends of the axes, and many at the leading principal components of
   * their means, with a little noise so that no two coincide.
   *
   * @param members the rows of every component
   * @return {@code [components][dimension]}
   */
  static double[][] place(
      float[][] rows, int[][] members, int dimension, long seed, Workers workers) {
    int count = members.length;
    double[][] places = new double[count][dimension];
    if (count <= 2 * dimension) {
      for (int c = 0; c < count; c++) {
        places[c][c / 2] = c % 2 == 0 ? 1 : -1;
      }
      return places;
    }
    float[][] means = new float[count][];
    for (int c = 0; c < count; c++) {
      means[c] = mean(rows, members[c]);
    }
    float[][] projected = PrincipalAxes.project(means, dimension, seed, workers);
    double largest = 0;
    for (float[] row : projected) {
      for (float value : row) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    double scale = largest == 0 ? 0 : 1 / largest;
    for (int c = 0; c < count; c++) {
      for (int d = 0; d < dimension; d++) {
        double lot = CounterRandom.unit(CounterRandom.bits(seed, LOT_KEY, c, d)) - 0.5;
        places[c][d] = projected[c][d] * scale + SHAKE * lot;
      }
    }
    return places;
  }

  /**
   * Half the distance from every position to the nearest other. If there are very many components,
   * half the distance they would have if they were spread evenly.
   */
  static double[] reach(double[][] places) {
    double[] reach = new double[places.length];
    if (places.length > MOST_COMPARED) {
      Arrays.fill(reach, StrictMath.pow(places.length, -1.0 / places[0].length));
      return reach;
    }
    Arrays.fill(reach, Double.POSITIVE_INFINITY);
    for (int i = 0; i < places.length; i++) {
      for (int j = 0; j < i; j++) {
        double squared = 0;
        for (int d = 0; d < places[i].length; d++) {
          double along = places[i][d] - places[j][d];
          squared += along * along;
        }
        double half = Math.sqrt(squared) / 2;
        reach[i] = Math.min(reach[i], half);
        reach[j] = Math.min(reach[j], half);
      }
    }
    return reach;
  }

  private static float[] mean(float[][] rows, int[] members) {
    double[] sum = new double[rows[0].length];
    for (int member : members) {
      for (int d = 0; d < sum.length; d++) {
        sum[d] += rows[member][d];
      }
    }
    float[] mean = new float[sum.length];
    for (int d = 0; d < sum.length; d++) {
      mean[d] = (float) (sum[d] / members.length);
    }
    return mean;
  }
}
