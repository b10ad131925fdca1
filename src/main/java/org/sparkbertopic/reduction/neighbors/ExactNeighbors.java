package org.sparkbertopic.reduction.neighbors;

import org.sparkbertopic.compute.Workers;

/**
 * Compares all pairs, one row with a transposed tile of columns at a time. Time: rows^2 x
 * dimension. Memory: a second copy of the rows.
 */
final class ExactNeighbors {

  /** Columns of a tile: a tile of long vectors fits in a second-level cache. */
  private static final int TILE = 256;

  private static final int ROW_GRAIN = 64;

  private ExactNeighbors() {}

  /** The {@code others} nearest other rows of every row. */
  static NeighborLists find(float[][] rows, DistanceKernel kernel, int others, Workers workers) {
    int tiles = (rows.length + TILE - 1) / TILE;
    float[][][] transposed = new float[tiles][][];
    workers.forEachRange(
        tiles,
        1,
        (from, to) -> {
          for (int tile = from; tile < to; tile++) {
            transposed[tile] = transpose(rows, tile * TILE);
          }
        });
    NeighborLists lists = new NeighborLists(rows.length, others);
    workers.forEachRange(
        rows.length,
        ROW_GRAIN,
        (from, to) -> {
          for (int tile = 0; tile < tiles; tile++) {
            compare(rows, from, to, transposed[tile], tile * TILE, kernel, lists);
          }
        });
    return lists;
  }

  private static void compare(
      float[][] rows,
      int from,
      int to,
      float[][] tile,
      int firstColumn,
      DistanceKernel kernel,
      NeighborLists lists) {
    float[] ranks = new float[tile[0].length];
    for (int row = from; row < to; row++) {
      kernel.toTile(rows[row], tile, ranks);
      for (int j = 0; j < ranks.length; j++) {
        if (firstColumn + j != row) {
          lists.offer(row, firstColumn + j, ranks[j]);
        }
      }
    }
  }

  private static float[][] transpose(float[][] rows, int first) {
    int columns = Math.min(TILE, rows.length - first);
    float[][] tile = new float[rows[0].length][columns];
    for (int j = 0; j < columns; j++) {
      float[] row = rows[first + j];
      for (int i = 0; i < row.length; i++) {
        tile[i][j] = row[i];
      }
    }
    return tile;
  }
}
