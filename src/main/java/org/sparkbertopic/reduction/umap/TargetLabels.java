package org.sparkbertopic.reduction.umap;

import java.util.Arrays;
import org.sparkbertopic.compute.Workers;

/**
 * Intersects a graph with labels, as umap-learn does for a categorical target: each weight is
 * multiplied by exp(-distance) of the two labels, then the weights of every vertex are scaled to a
 * maximum of 1, and the two directions of an edge are combined.
 */
final class TargetLabels {

  /** umap-learn's distance from an unknown label to any other. */
  private static final double UNKNOWN_DISTANCE = 1;

  /** umap-learn's distance between different labels at target weight 0. */
  private static final double LEAST_DISTANCE = 2.5;

  private static final int VERTEX_GRAIN = 256;

  private TargetLabels() {}

  /**
   * The label of every distinct row: the most frequent label of the rows equal to it, unknown if
   * two labels are equally frequent.
   */
  static int[] ofDistinct(int[] labels, int[] distinctOf, int distinct) {
    long[] votes = new long[labels.length];
    int count = 0;
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] != UmapInput.UNKNOWN) {
        votes[count++] = ((long) distinctOf[row] << 32) | labels[row];
      }
    }
    Arrays.sort(votes, 0, count);
    int[] winners = new int[distinct];
    int[] most = new int[distinct];
    Arrays.fill(winners, UmapInput.UNKNOWN);
    int from = 0;
    while (from < count) {
      int to = from + 1;
      while (to < count && votes[to] == votes[from]) {
        to++;
      }
      int row = (int) (votes[from] >>> 32);
      if (to - from >= most[row]) {
        winners[row] = to - from == most[row] ? UmapInput.UNKNOWN : (int) votes[from];
        most[row] = to - from;
      }
      from = to;
    }
    return winners;
  }

  /**
   * Intersects the graph with the labels.
   *
   * @param graph with the same weight in both directions of an edge
   * @param labels {@code [vertices]}
   */
  static FuzzyGraph intersect(
      FuzzyGraph graph, int[] labels, double targetWeight, Workers workers) {
    // 1. Multiply every weight by the factor of its two labels, and find the heaviest per vertex.
    // 2. Divide by the heaviest, and take the fuzzy union of both directions of an edge.
    // 3. Drop the edges of weight 0.
    float unknown = (float) StrictMath.exp(-UNKNOWN_DISTANCE);
    double different = targetWeight < 1 ? StrictMath.exp(-LEAST_DISTANCE / (1 - targetWeight)) : 0;
    float[] weights = new float[graph.weights().length];
    float[] heaviest = new float[graph.vertices()];
    forEachEdge(
        graph,
        workers,
        (v, i) -> {
          int other = labels[graph.columns()[i]];
          double factor = 1;
          if (labels[v] == UmapInput.UNKNOWN || other == UmapInput.UNKNOWN) {
            factor = unknown;
          } else if (labels[v] != other) {
            factor = different;
          }
          weights[i] = (float) (graph.weights()[i] * factor);
          heaviest[v] = Math.max(heaviest[v], weights[i]);
        });
    forEachEdge(
        graph,
        workers,
        (v, i) -> {
          if (weights[i] > 0) {
            double forth = weights[i] / heaviest[v];
            double back = weights[i] / heaviest[graph.columns()[i]];
            weights[i] = (float) (forth + back - forth * back);
          }
        });
    return withoutZeros(graph, weights);
  }

  private interface EdgeTask {

    void run(int vertex, int edge);
  }

  /** Runs the task on the edges of each vertex in their order; vertices are shared by threads. */
  private static void forEachEdge(FuzzyGraph graph, Workers workers, EdgeTask task) {
    workers.forEachRange(
        graph.vertices(),
        VERTEX_GRAIN,
        (from, to) -> {
          for (int v = from; v < to; v++) {
            for (int i = graph.starts()[v]; i < graph.starts()[v + 1]; i++) {
              task.run(v, i);
            }
          }
        });
  }

  private static FuzzyGraph withoutZeros(FuzzyGraph graph, float[] weights) {
    int[] starts = new int[graph.starts().length];
    int[] columns = new int[weights.length];
    int kept = 0;
    for (int v = 0; v < graph.vertices(); v++) {
      for (int i = graph.starts()[v]; i < graph.starts()[v + 1]; i++) {
        if (weights[i] > 0) {
          columns[kept] = graph.columns()[i];
          weights[kept++] = weights[i];
        }
      }
      starts[v + 1] = kept;
    }
    return new FuzzyGraph(starts, Arrays.copyOf(columns, kept), Arrays.copyOf(weights, kept));
  }
}
