package org.sparkbertopic.reduction.umap;

import java.util.Arrays;

/** The figures by which layouts are judged, by comparing all pairs. */
final class LayoutQuality {

  private LayoutQuality() {}

  /** Row numbers by distance from one row of {@code from} to all of {@code to}. */
  private static int[] order(float[] from, float[][] to, boolean cosine) {
    double[] distances = new double[to.length];
    for (int i = 0; i < to.length; i++) {
      double sum = 0;
      for (int d = 0; d < from.length; d++) {
        double along = from[d] - to[i][d];
        sum += cosine ? -(double) from[d] * to[i][d] : along * along;
      }
      distances[i] = sum;
    }
    Integer[] order = new Integer[to.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (i, j) -> Double.compare(distances[i], distances[j]));
    return Arrays.stream(order).mapToInt(i -> i).toArray();
  }

  /** Neighbour numbers of every row of {@code from} among {@code to}, all of them. */
  static int[][] orders(float[][] from, float[][] to, boolean cosine) {
    int[][] orders = new int[from.length][];
    Arrays.parallelSetAll(orders, i -> order(from[i], to, cosine));
    return orders;
  }

  /** The same without the row itself. */
  static int[][] ordersOfOthers(float[][] rows, boolean cosine) {
    int[][] orders = orders(rows, rows, cosine);
    for (int v = 0; v < rows.length; v++) {
      int self = v;
      orders[v] = Arrays.stream(orders[v]).filter(u -> u != self).toArray();
    }
    return orders;
  }

  /** The share of the first k of {@code expected} among the first k of {@code found}. */
  static double overlap(int[][] expected, int[][] found, int k) {
    int hits = 0;
    for (int v = 0; v < expected.length; v++) {
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < k; j++) {
          hits += expected[v][i] == found[v][j] ? 1 : 0;
        }
      }
    }
    return hits / ((double) k * expected.length);
  }

  /**
   * Trustworthiness (Venna and Kaski 2001): one minus the penalised share of neighbours in the
   * layout that are none in the space.
   */
  static double trustworthiness(int[][] inSpace, int[][] inLayout, int k) {
    int n = inSpace.length;
    long penalty = 0;
    int[] rank = new int[n];
    for (int v = 0; v < n; v++) {
      for (int i = 0; i < inSpace[v].length; i++) {
        rank[inSpace[v][i]] = i + 1;
      }
      for (int i = 0; i < k; i++) {
        penalty += Math.max(0, rank[inLayout[v][i]] - k);
      }
    }
    return 1 - 2.0 * penalty / ((double) n * k * (2.0 * n - 3 * k - 1));
  }
}
