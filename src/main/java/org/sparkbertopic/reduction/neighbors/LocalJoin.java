package org.sparkbertopic.reduction.neighbors;

/** Compares rows that meet and offers each of a pair to the other; the scratch of one thread. */
final class LocalJoin {

  private final float[][] rows;
  private final DistanceKernel kernel;
  private final NeighborLists lists;
  private final float[] limits;
  private final float[] ranks;
  private final float[] ranksOfNext;
  private final float[] eight = new float[PairLoops.EIGHT];

  /**
   * @param most rows that meet at a time
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
   * Introduces each of the rows {@code ids[from .. to)} to all behind it, up to {@code end}. A row
   * may be there twice, and is not introduced to itself.
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
   * Offers the pairs of {@code ids[i]} and each of {@code ids[first .. end)}. Most are too far
   * apart for both, which the limits of the beginning tell without a look at the lists.
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
