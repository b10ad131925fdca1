package org.sparkbertopic.bench;

import java.util.Arrays;
import org.sparkbertopic.compute.Workers;

/**
 * By comparing all pairs: how true neighbour lists and layouts are to the space they came from.
 * Cosine distance in the space, Euclidean in the layout. Each call compares every query with every
 * row once, for all that is to be judged together.
 */
final class LayoutFigures {

  private static final int TILE = 256;
  private static final int GRAIN = 16;

  /** Two similarities this near are one: the order of a sum must not decide. */
  private static final float SAME = 1e-6f;

  private final int rowCount;
  private final int dimension;

  /** {@code [tile][axis][row of the tile]}: rows of length 1. */
  private final float[][][] tiles;

  private final Workers workers;

  LayoutFigures(float[][] rows, Workers workers) {
    this.rowCount = rows.length;
    this.dimension = rows[0].length;
    this.workers = workers;
    this.tiles = new float[(rowCount + TILE - 1) / TILE][][];
    workers.forEachRange(
        tiles.length,
        1,
        (from, to) -> {
          for (int tile = from; tile < to; tile++) {
            tiles[tile] = transpose(rows, tile * TILE);
          }
        });
  }

  private float[][] transpose(float[][] rows, int first) {
    int width = Math.min(TILE, rows.length - first);
    float[][] tile = new float[dimension][width];
    for (int i = 0; i < width; i++) {
      float[] row = unit(rows[first + i]);
      for (int axis = 0; axis < dimension; axis++) {
        tile[axis][i] = row[axis];
      }
    }
    return tile;
  }

  private static float[] unit(float[] row) {
    double squares = 0;
    for (float value : row) {
      squares += (double) value * value;
    }
    float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
    float[] unit = new float[row.length];
    for (int axis = 0; axis < row.length; axis++) {
      unit[axis] = row[axis] * scale;
    }
    return unit;
  }

  /** Cosines of one vector with all rows. */
  private void similarities(float[] query, float[] into) {
    for (int tile = 0; tile < tiles.length; tile++) {
      float[] sums = new float[tiles[tile][0].length];
      for (int axis = 0; axis < dimension; axis++) {
        add(query[axis], tiles[tile][axis], sums);
      }
      System.arraycopy(sums, 0, into, tile * TILE, sums.length);
    }
  }

  private static void add(float factor, float[] column, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += factor * column[i];
    }
  }

  /**
   * Share of the true nearest that are in a list, for each table of lists. Any row as near as the
   * last true one counts as true, so equal rows do not matter.
   *
   * @param found {@code [table][query][rows]}: the query itself may be named, and is passed over
   * @param k how many others are looked for
   */
  double[] recall(float[][] queries, int[][][] found, int k) {
    long[][] hits = new long[queries.length][found.length];
    forEachQuery(
        queries,
        (query, similarities) -> {
          similarities[query] = Float.NEGATIVE_INFINITY;
          float least = similarities[nearest(similarities, k)[k - 1]] - SAME;
          for (int table = 0; table < found.length; table++) {
            int counted = 0;
            for (int row : found[table][query]) {
              if (row != query && row >= 0 && counted < k && similarities[row] >= least) {
                counted++;
              }
            }
            hits[query][table] = counted;
          }
        });
    return shares(hits, found.length, (double) k * queries.length);
  }

  /** Trustworthiness, and share of the true nearest kept, of one layout. */
  record Kept(double trustworthiness, double neighbors) {}

  /**
   * Judges layouts of the rows: trustworthiness (Venna and Kaski 2001) and the share of the k
   * nearest others in the space that are among the k nearest others in the layout.
   */
  Kept[] ofLayouts(float[][] rows, float[][][] layouts, int k) {
    int[][][] inLayout = new int[layouts.length][][];
    for (int i = 0; i < layouts.length; i++) {
      inLayout[i] = nearestInLayout(layouts[i], layouts[i], k, true);
    }
    long[][] penalties = new long[rows.length][layouts.length];
    long[][] hits = new long[rows.length][layouts.length];
    forEachQuery(
        rows,
        (query, similarities) -> {
          similarities[query] = Float.NEGATIVE_INFINITY;
          int[] inSpace = nearest(similarities, k);
          float[] sorted = similarities.clone();
          Arrays.sort(sorted);
          for (int layout = 0; layout < layouts.length; layout++) {
            for (int row : inLayout[layout][query]) {
              penalties[query][layout] += Math.max(0, rank(sorted, similarities[row]) - k);
              hits[query][layout] += contains(inSpace, row) ? 1 : 0;
            }
          }
        });
    double n = rows.length;
    double[] penalty = shares(penalties, layouts.length, n * k * (2 * n - 3 * k - 1) / 2);
    double[] kept = shares(hits, layouts.length, n * k);
    Kept[] result = new Kept[layouts.length];
    Arrays.setAll(result, i -> new Kept(1 - penalty[i], kept[i]));
    return result;
  }

  /**
   * Share of a new point's k nearest rows that are nearest in the layout too.
   *
   * @param layouts of the rows
   * @param places of the new points in each of the layouts
   */
  double[] overlap(float[][] queries, float[][][] layouts, float[][][] places, int k) {
    int[][][] inLayout = new int[layouts.length][][];
    for (int i = 0; i < layouts.length; i++) {
      inLayout[i] = nearestInLayout(places[i], layouts[i], k, false);
    }
    long[][] hits = new long[queries.length][layouts.length];
    forEachQuery(
        queries,
        (query, similarities) -> {
          int[] inSpace = nearest(similarities, k);
          for (int layout = 0; layout < layouts.length; layout++) {
            for (int row : inLayout[layout][query]) {
              hits[query][layout] += contains(inSpace, row) ? 1 : 0;
            }
          }
        });
    return shares(hits, layouts.length, (double) k * queries.length);
  }

  /** Nearest rows of a layout to each of the places. */
  private int[][] nearestInLayout(float[][] places, float[][] layout, int k, boolean others) {
    int[][] result = new int[places.length][];
    workers.forEachRange(
        places.length,
        GRAIN,
        (from, to) -> {
          float[] nearness = new float[layout.length];
          for (int query = from; query < to; query++) {
            for (int row = 0; row < layout.length; row++) {
              float squares = 0;
              for (int axis = 0; axis < layout[row].length; axis++) {
                float difference = places[query][axis] - layout[row][axis];
                squares += difference * difference;
              }
              nearness[row] = -squares;
            }
            if (others) {
              nearness[query] = Float.NEGATIVE_INFINITY;
            }
            result[query] = nearest(nearness, k);
          }
        });
    return result;
  }

  /** What is done with the cosines of one query. */
  private interface QueryTask {
    void run(int query, float[] similarities);
  }

  private void forEachQuery(float[][] queries, QueryTask task) {
    workers.forEachRange(
        queries.length,
        GRAIN,
        (from, to) -> {
          float[] similarities = new float[rowCount];
          for (int query = from; query < to; query++) {
            similarities(unit(queries[query]), similarities);
            task.run(query, similarities);
          }
        });
  }

  /** Indices of the k largest, largest first. */
  private static int[] nearest(float[] nearness, int k) {
    int[] best = new int[k];
    int size = 0;
    for (int row = 0; row < nearness.length; row++) {
      if (size == k && nearness[row] <= nearness[best[k - 1]]) {
        continue;
      }
      int place = size < k ? size++ : k - 1;
      for (; place > 0 && nearness[row] > nearness[best[place - 1]]; place--) {
        best[place] = best[place - 1];
      }
      best[place] = row;
    }
    return best;
  }

  /** One more than the number of entries that are larger. */
  private static int rank(float[] ascending, float value) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return ascending.length - low + 1;
  }

  private static boolean contains(int[] rows, int row) {
    for (int candidate : rows) {
      if (candidate == row) {
        return true;
      }
    }
    return false;
  }

  private static double[] shares(long[][] counts, int columns, double of) {
    double[] shares = new double[columns];
    for (long[] row : counts) {
      for (int i = 0; i < columns; i++) {
        shares[i] += row[i] / of;
      }
    }
    return shares;
  }
}
