package org.sparkbertopic.reduction.neighbors;

import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import org.sparkbertopic.compute.Workers;

/**
 * Nearest neighbours of every row: by comparing all pairs up to {@link #EXACT_ROWS} rows, by {@link
 * NeighborDescent} above. In both cases distances are then recomputed in double precision, and ties
 * are broken by row number.
 */
public final class NearestNeighbors {

  /** Up to this number of rows, comparing all pairs is faster than the approximate search. */
  public static final int EXACT_ROWS = 4096;

  /** Entries that the approximate search keeps in addition: more raise recall and time. */
  private static final int SPARE_ENTRIES = 3;

  /** Most trees, as in pynndescent. */
  private static final int MAX_TREES = 32;

  /** Fresh and seen candidates of a row in an iteration. Ours, by recall and time. */
  private static final int CANDIDATES = 40;

  private static final int ROW_GRAIN = 256;

  private NearestNeighbors() {}

  /**
   * Finds the {@code neighbors} nearest neighbours of every row.
   *
   * @param rows prepared, distinct
   * @param neighbors at least 2 and at most the number of rows; the row itself is the first
   */
  public static KnnGraph find(
      float[][] rows,
      MetricSpace space,
      int neighbors,
      long seed,
      Workers workers,
      DoubleConsumer progress) {
    return rows.length <= EXACT_ROWS
        ? findExactly(rows, space, neighbors, workers)
        : findApproximately(rows, space, neighbors, seed, workers, progress);
  }

  public static KnnGraph findExactly(
      float[][] rows, MetricSpace space, int neighbors, Workers workers) {
    NeighborLists lists = ExactNeighbors.find(rows, space.kernel(), neighbors - 1, workers);
    Found found = new Found(lists, rank -> FloatRanks.error(rows[0].length, rank));
    return toGraph(rows, space, neighbors, found, workers);
  }

  public static KnnGraph findApproximately(
      float[][] rows,
      MetricSpace space,
      int neighbors,
      long seed,
      Workers workers,
      DoubleConsumer progress) {
    int width = Math.min(rows.length - 1, neighbors - 1 + SPARE_ENTRIES);
    int trees = 4 + (int) Math.round(Math.sqrt(rows.length) / 17);
    Supplier<RowRanks> ranks = RowRanks.of(rows, space.kernel(), workers);
    NeighborDescent descent =
        new NeighborDescent(rows, space.kernel(), ranks, width, CANDIDATES, seed, workers);
    NeighborLists lists = descent.find(Math.min(trees, MAX_TREES), progress);
    return toGraph(rows, space, neighbors, new Found(lists, ranks.get()::error), workers);
  }

  /**
   * Lists by approximate ranks.
   *
   * @param error the most by which a rank may differ from the exact one
   */
  private record Found(NeighborLists lists, RankError error) {}

  @FunctionalInterface
  private interface RankError {
    float of(float rank);
  }

  private static KnnGraph toGraph(
      float[][] rows, MetricSpace space, int neighbors, Found found, Workers workers) {
    int[] indices = new int[Math.multiplyExact(rows.length, neighbors)];
    float[] distances = new float[indices.length];
    workers.forEachRange(
        rows.length,
        ROW_GRAIN,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            fill(rows, space, row, found, neighbors, indices, distances);
          }
        });
    return new KnnGraph(neighbors, indices, distances);
  }

  /** Sorts a row's list by exact distance, after the row itself, and cuts it to length. */
  private static void fill(
      float[][] rows,
      MetricSpace space,
      int row,
      Found found,
      int neighbors,
      int[] indices,
      float[] distances) {
    NeighborLists lists = found.lists();
    int size = lists.size(row);
    int first = lists.start(row);
    if (size < neighbors - 1) {
      lists = scan(rows, space, row, neighbors - 1);
      size = neighbors - 1;
      first = 0;
    }
    size = close(lists, first, size, neighbors - 1, found.error());
    double[] exact = new double[size];
    int[] ids = new int[size];
    for (int i = 0; i < size; i++) {
      int id = lists.id(first + i);
      double distance = space.distance(rows[row], rows[id]);
      int place = i;
      while (place > 0
          && (distance < exact[place - 1]
              || (distance == exact[place - 1] && id < ids[place - 1]))) {
        exact[place] = exact[place - 1];
        ids[place] = ids[place - 1];
        place--;
      }
      exact[place] = distance;
      ids[place] = id;
    }
    int start = row * neighbors;
    indices[start] = row;
    for (int i = 1; i < neighbors; i++) {
      indices[start + i] = ids[i - 1];
      distances[start + i] = (float) exact[i - 1];
    }
  }

  /**
   * How many entries of a list may be among the {@code wanted} nearest, given the rounding of
   * ranks.
   */
  private static int close(NeighborLists lists, int first, int size, int wanted, RankError errors) {
    float last = lists.rank(first + wanted - 1);
    float error = errors.of(last);
    int close = wanted;
    while (close < size && lists.rank(first + close) <= last + error) {
      close++;
    }
    return close;
  }

  /** Compares one row with all others: for rows for which the approximate search found too few. */
  private static NeighborLists scan(float[][] rows, MetricSpace space, int row, int others) {
    NeighborLists lists = new NeighborLists(1, others);
    for (int id = 0; id < rows.length; id++) {
      if (id != row) {
        lists.offer(0, id, space.kernel().between(rows[row], rows[id]));
      }
    }
    return lists;
  }
}
