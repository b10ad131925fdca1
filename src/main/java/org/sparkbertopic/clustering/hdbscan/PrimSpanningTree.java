package org.sparkbertopic.clustering.hdbscan;

import java.util.Arrays;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.compute.Workers;

/**
 * Minimum spanning tree of mutual reachability by Prim's algorithm: at most one distance for every
 * pair, and memory for a few numbers per point. For dimensions in which search trees do not help.
 */
final class PrimSpanningTree {

  /** Coordinates per range, so that a range takes far longer than its start. */
  private static final int COORDINATES_PER_RANGE = 1 << 15;

  private static final int REPORT_EVERY = 256;

  private final KdTree tree;
  private final Distance metric;
  private final double[] cores;
  private final double scale;
  private final Workers workers;

  /** Positions outside of the tree: the first {@link #open} entries. */
  private final int[] outside;

  private int open;

  /** For each position outside: the lightest known edge into the tree. */
  private final double[] weights;

  private final int[] sources;

  /** For each range of {@link #outside}: the entry with the lightest edge. */
  private final int[] bestOfRange;

  private final int grain;

  private PrimSpanningTree(
      KdTree tree, Distance metric, double[] cores, double scale, Workers workers) {
    this.tree = tree;
    this.metric = metric;
    this.cores = cores;
    this.scale = scale;
    this.workers = workers;
    this.outside = new int[tree.size - 1];
    this.weights = new double[tree.size];
    this.sources = new int[tree.size];
    this.grain = Math.max(64, COORDINATES_PER_RANGE / tree.dimension);
    this.bestOfRange = new int[tree.size / grain + 1];
  }

  static SpanningTree of(
      KdTree tree,
      Distance metric,
      double[] cores,
      double scale,
      Workers workers,
      Progress progress) {
    return new PrimSpanningTree(tree, metric, cores, scale, workers).grow(progress);
  }

  private SpanningTree grow(Progress progress) {
    SpanningTree edges = new SpanningTree(tree.size);
    Arrays.fill(weights, Double.POSITIVE_INFINITY);
    Arrays.setAll(outside, i -> i + 1);
    open = outside.length;
    int newest = 0;
    while (open > 0) {
      int added = newest;
      workers.forEachRange(open, grain, (from, to) -> relax(added, from, to));
      int best = bestOfRange[0];
      for (int range = 1; range * (long) grain < open; range++) {
        best = lighter(bestOfRange[range], best) ? bestOfRange[range] : best;
      }
      newest = outside[best];
      outside[best] = outside[--open];
      edges.add(tree.rows[sources[newest]], tree.rows[newest], metric.toDistance(weights[newest]));
      if (open % REPORT_EVERY == 0) {
        progress.report(Hdbscan.SPANNING_TREE_STEP, (double) edges.size() / (tree.size - 1));
      }
    }
    return edges;
  }

  private void relax(int added, int from, int to) {
    int dimension = tree.dimension;
    int best = from;
    for (int i = from; i < to; i++) {
      int position = outside[i];
      double least = Math.max(cores[added], cores[position]);
      if (least < weights[position]) {
        double distance =
            scale
                * metric.reduced(
                    tree.coordinates,
                    added * dimension,
                    tree.coordinates,
                    position * dimension,
                    dimension);
        double weight = Math.max(least, distance);
        if (weight < weights[position]) {
          weights[position] = weight;
          sources[position] = added;
        }
      }
      best = lighter(i, best) ? i : best;
    }
    bestOfRange[from / grain] = best;
  }

  private boolean lighter(int entry, int than) {
    int a = outside[entry];
    int b = outside[than];
    return weights[a] < weights[b] || (weights[a] == weights[b] && a < b);
  }
}
