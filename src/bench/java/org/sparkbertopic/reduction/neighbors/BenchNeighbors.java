package org.sparkbertopic.reduction.neighbors;

import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.umap.Umap;

/**
 * The neighbour search of {@link Umap} on its own, for the benchmarks: opens the package to them.
 */
public final class BenchNeighbors {

  private BenchNeighbors() {}

  /** Rows without those whose direction another has: what the search is given by a fit. */
  public static float[][] distinct(float[][] rows) {
    MetricSpace space = MetricSpace.of(Metric.COSINE, rows);
    float[][] prepared = prepare(space, rows);
    int[] distinctOf = new int[rows.length];
    int count = DistinctRows.of(prepared, distinctOf).rows().length;
    float[][] distinct = new float[count][];
    for (int row = rows.length - 1; row >= 0; row--) {
      distinct[distinctOf[row]] = rows[row];
    }
    return distinct;
  }

  /** Neighbours by cosine of every row, itself the first, as a fit finds them. */
  public static int[][] find(float[][] rows, int neighbors, long seed, Workers workers) {
    MetricSpace space = MetricSpace.of(Metric.COSINE, rows);
    KnnGraph graph =
        NearestNeighbors.find(
            prepare(space, rows), space, neighbors, seed, workers, fraction -> {});
    int[][] lists = new int[rows.length][neighbors];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(graph.indices(), row * neighbors, lists[row], 0, neighbors);
    }
    return lists;
  }

  private static float[][] prepare(MetricSpace space, float[][] rows) {
    float[][] prepared = new float[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      prepared[row] = space.prepare(rows[row]);
    }
    return prepared;
  }
}
