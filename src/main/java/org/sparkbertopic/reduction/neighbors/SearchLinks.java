package org.sparkbertopic.reduction.neighbors;

import java.util.Arrays;
import org.sparkbertopic.compute.Workers;

/**
 * The links that {@link NeighborSearch} follows: a row's neighbours and reverse neighbours, nearest
 * first, without those that are nearer to an earlier link than to the row.
 */
final class SearchLinks {

  private static final int VERTEX_GRAIN = 128;

  private final float[][] rows;
  private final DistanceKernel kernel;
  private final KnnGraph knn;
  private final int maxCandidates;
  private final int maxLinks;

  SearchLinks(
      float[][] rows, DistanceKernel kernel, KnnGraph knn, int maxCandidates, int maxLinks) {
    this.rows = rows;
    this.kernel = kernel;
    this.knn = knn;
    this.maxCandidates = maxCandidates;
    this.maxLinks = maxLinks;
  }

  /** The links of every row. */
  int[][] all(Workers workers) {
    NeighborLists candidates = candidates(workers);
    int[][] links = new int[rows.length][];
    workers.forEachRange(
        rows.length,
        VERTEX_GRAIN,
        (from, to) -> {
          int[] kept = new int[maxLinks];
          float[] ranks = new float[4];
          float[] four = new float[PairLoops.FOUR];
          for (int v = from; v < to; v++) {
            links[v] = spread(v, candidates, kept, ranks, four);
          }
        });
    return links;
  }

  /** Neighbours and reverse neighbours; the nearest if there are too many. */
  private NeighborLists candidates(Workers workers) {
    NeighborLists candidates = new NeighborLists(rows.length, maxCandidates);
    workers.forEachRange(
        rows.length,
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

  private int[] spread(int v, NeighborLists candidates, int[] kept, float[] ranks, float[] four) {
    int count = 0;
    int start = candidates.start(v);
    for (int i = start; i < start + candidates.size(v) && count < maxLinks; i++) {
      int u = candidates.id(i);
      float toV = kernel.between(rows[v], rows[u]);
      boolean reachable = false;
      // Four at a time: most candidates are ruled out by the first links, which are the nearest.
      for (int from = 0; from < count && !reachable; from += 4) {
        int to = Math.min(count, from + 4);
        kernel.toRows(rows[u], rows, kept, from, to, ranks, four);
        for (int j = 0; j < to - from; j++) {
          reachable |= ranks[j] < toV;
        }
      }
      if (!reachable) {
        kept[count++] = u;
      }
    }
    return Arrays.copyOf(kept, count);
  }
}
