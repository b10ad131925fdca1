package org.sparkbertopic.reduction.neighbors;

/**
 * Compares candidate rows with each other and offers each row of a pair to the other. Scratch space
 * of one thread.
 */
final class LocalJoin {

  private final float[][] rows;
  private final DistanceKernel kernel;
  private final NeighborLists lists;
  private final float[] limits;
  private final float[] ranks;
  private final float[] ranksOfNext;
  private final float[] eight = new float[PairLoops.EIGHT];

  /**
   * @param most most rows of one call
   */
  LocalJoin(float[][] rows, DistanceKernel kernel, NeighborLists lists, int most) {
    this.rows = rows;
    this.kernel = kernel;
    this.lists = lists;
    this.limits = new float[most];
    this.ranks = new float[most];
    this.ranksOfNext = new float[most];
  }

  /**
   * Compares each of the rows {@code ids[from .. to)} with all rows behind it, up to {@code end}. A
   * row may occur twice; it is not compared with itself.
   */
  void introduce(int[] ids, int from, int to, int end) {
    for (int i = from; i < end; i++) {
      limits[i - from] = lists.worst(ids[i]);
    }
    int i = from;
    for (; i + 1 < to; i += 2) {
      float[] row = rows[ids[i]];
      float[] next = rows[ids[i + 1]];
      ranks[0] = kernel.between(row, next);
      offerAll(ids, from, i, i + 1, i + 2, ranks);
      kernel.toRows(row, next, rows, ids, i + 2, end, ranks, ranksOfNext, eight);
      offerAll(ids, from, i, i + 2, end, ranks);
      offerAll(ids, from, i + 1, i + 2, end, ranksOfNext);
    }
    if (i < to) {
      kernel.toRows(rows[ids[i]], rows, ids, i + 1, end, ranks, eight);
      offerAll(ids, from, i, i + 1, end, ranks);
    }
  }

  /**
   * Offers the pairs of {@code ids[i]} and each of {@code ids[first .. end)}. Most pairs are too
   * far apart for both ends; the limits read at the start show that without looking at the lists.
   */
  private void offerAll(int[] ids, int from, int i, int first, int end, float[] ranksOfRow) {
    int row = ids[i];
    float limit = limits[i - from];
    for (int j = first; j < end; j++) {
      float rank = ranksOfRow[j - first];
      if ((rank <= limit || rank <= limits[j - from]) && ids[j] != row) {
        lists.offer(row, ids[j], rank);
        lists.offer(ids[j], row, rank);
      }
    }
  }
}
