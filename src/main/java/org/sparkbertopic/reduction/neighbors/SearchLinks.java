package org.sparkbertopic.reduction.neighbors;

import java.util.Arrays;
import java.util.function.Supplier;
import org.sparkbertopic.compute.Workers;

/**
 * The links that {@link NeighborSearch} follows: a row's neighbours and reverse neighbours, nearest
 * first, without those that are nearer to an earlier link than to the row.
 */
final class SearchLinks {

  private static final int VERTEX_GRAIN = 128;

  private final int rows;
  private final Supplier<RowRanks> ranks;
  private final KnnGraph knn;
  private final int maxCandidates;
  private final int maxLinks;

  /**
   * @param rows their number
   * @param ranks of one thread
   */
  SearchLinks(int rows, Supplier<RowRanks> ranks, KnnGraph knn, int maxCandidates, int maxLinks) {
    this.rows = rows;
    this.ranks = ranks;
    this.knn = knn;
    this.maxCandidates = maxCandidates;
    this.maxLinks = maxLinks;
  }

  /** The links of every row. */
  int[][] all(Workers workers) {
    NeighborLists candidates = candidates(workers);
    int[][] links = new int[rows][];
    workers.forEachRange(
        rows,
        VERTEX_GRAIN,
        (from, to) -> {
          RowRanks compared = ranks.get();
          int[] kept = new int[1 + maxLinks];
          float[] four = new float[4];
          for (int v = from; v < to; v++) {
            links[v] = spread(v, candidates, compared, kept, four);
          }
        });
    return links;
  }

  /** Neighbours and reverse neighbours; the nearest if there are too many. */
  private NeighborLists candidates(Workers workers) {
    NeighborLists candidates = new NeighborLists(rows, maxCandidates);
    workers.forEachRange(
        rows,
        VERTEX_GRAIN,
        (from, to) -> {
          int k = knn.neighbors();
          for (int v = from; v < to; v++) {
            for (int i = v * k + 1; i < (v + 1) * k; i++) {
              candidates.offer(v, knn.indices()[i], knn.distances()[i]);
              candidates.offer(knn.indices()[i], v, knn.distances()[i]);
            }
          }
        });
    return candidates;
  }

  private int[] spread(
      int v, NeighborLists candidates, RowRanks compared, int[] kept, float[] four) {
    kept[0] = v;
    int end = 1;
    int start = candidates.start(v);
    for (int i = start; i < start + candidates.size(v) && end < kept.length; i++) {
      int u = candidates.id(i);
      float toV = Float.NEGATIVE_INFINITY;
      boolean reachable = false;
      // Four at a time: most candidates are ruled out by the first links, which are the nearest.
      for (int from = 0; from < end && !reachable; from += 4) {
        int to = Math.min(end, from + 4);
        compared.toRows(u, kept, from, to, four);
        toV = from == 0 ? four[0] : toV;
        for (int j = 0; j < to - from; j++) {
          reachable |= four[j] < toV;
        }
      }
      if (!reachable) {
        kept[end++] = u;
      }
    }
    return Arrays.copyOfRange(kept, 1, end);
  }
}
