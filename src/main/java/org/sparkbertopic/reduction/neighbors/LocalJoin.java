package org.sparkbertopic.reduction.neighbors;

/**
 * Compares candidate rows with each other and offers each row of a pair to the other. Scratch space
 * of one thread.
 */
final class LocalJoin {

  private final RowRanks compared;
  private final NeighborLists lists;
  private final float[] limits;
  private final float[] ranks;

  /**
   * @param most most rows of one call
   */
  LocalJoin(RowRanks compared, NeighborLists lists, int most) {
    this.compared = compared;
    this.lists = lists;
    this.limits = new float[most];
    this.ranks = new float[most];
  }

  /**
   * Compares each of the rows {@code ids[from .. to)} with all rows behind it, up to {@code end}. A
   * row may occur twice; it is not compared with itself.
   */
  void introduce(int[] ids, int from, int to, int end) {
    for (int i = from; i < end; i++) {
      limits[i - from] = lists.worst(ids[i]);
    }
    for (int i = from; i < to; i++) {
      compared.toRows(ids[i], ids, i + 1, end, ranks);
      offerAll(ids, from, i, end);
    }
  }

  /**
   * Offers the pairs of {@code ids[i]} and each of the rows behind it. Most pairs are too far apart
   * for both ends; the limits read at the start show that without looking at the lists.
   */
  private void offerAll(int[] ids, int from, int i, int end) {
    int row = ids[i];
    float limit = limits[i - from];
    for (int j = i + 1; j < end; j++) {
      float rank = ranks[j - i - 1];
      if ((rank <= limit || rank <= limits[j - from]) && ids[j] != row) {
        lists.offer(row, ids[j], rank);
        lists.offer(ids[j], row, rank);
      }
    }
  }
}
