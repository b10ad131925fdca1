package org.sparkbertopic.reduction;

import java.util.Arrays;
import org.sparkbertopic.compute.Workers;

/**
 * The links along which {@link NeighborSearch} walks: of a row's neighbours and of the rows that
 * count it as theirs, nearest first, those that are nearer to the row than to any link before them.
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
          float[] ranks = new float[maxLinks];
          float[] four = new float[PairLoops.FOUR];
          for (int v = from; v < to; v++) {
            links[v] = spread(v, candidates, kept, ranks, four);
          }
        });
    return links;
  }

  /** Both directions of the neighbour relation, the nearest where there are too many. */
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
      int u = candidates.ids()[i];
      float toV = kernel.between(rows[v], rows[u]);
      kernel.toRows(rows[u], rows, kept, 0, count, ranks, four);
      boolean reachable = false;
      for (int j = 0; j < count && !reachable; j++) {
        reachable = ranks[j] < toV;
      }
      if (!reachable) {
        kept[count++] = u;
      }
    }
    return Arrays.copyOf(kept, count);
  }
}
