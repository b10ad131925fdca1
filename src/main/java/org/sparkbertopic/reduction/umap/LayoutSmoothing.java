package org.sparkbertopic.reduction.umap;

import org.sparkbertopic.compute.Workers;

/**
 * Draws each point of a finished layout towards those of its neighbours that lie near it: half of
 * the way to their mean, weighted by how strongly the graph and the layout connect them. Neighbours
 * that the layout put elsewhere hardly count, so that what lies apart stays apart.
 *
 * <p>Chance decides where in a topic a point comes to rest, and with that whether HDBSCAN takes it
 * for an outlier. The mean of neighbours depends on it less (decision 0062).
 */
final class LayoutSmoothing {

  private static final int GRAIN = 256;
  private static final double SHARE = 0.5;

  private final UmapForces forces;
  private final int dimension;
  private final int rounds;

  LayoutSmoothing(UmapForces forces, int dimension, int rounds) {
    this.forces = forces;
    this.dimension = dimension;
    this.rounds = rounds;
  }

  /**
   * Smoothes the places of the vertices of a graph. A round uses the places at the end of the one
   * before, so the result does not depend on the threads.
   *
   * @param start {@code [vertices * dimension]}; not changed
   * @return the places, {@code [vertices * dimension]}
   */
  float[] ofGraph(FuzzyGraph graph, float[] start, Workers workers) {
    float[] before = start;
    for (int round = 0; round < rounds; round++) {
      float[] from = before;
      float[] to = new float[start.length];
      workers.forEachRange(
          graph.vertices(),
          GRAIN,
          (first, end) -> {
            double[] sum = new double[dimension];
            for (int vertex = first; vertex < end; vertex++) {
              int at = vertex * dimension;
              double total = 0;
              for (int i = graph.starts()[vertex]; i < graph.starts()[vertex + 1]; i++) {
                total += add(from, at, from, graph.columns()[i], graph.weights()[i], sum);
              }
              move(from, at, sum, total, to);
            }
          });
      before = to;
    }
    return before;
  }

  /**
   * Smoothes the place of a new point, among training points that stay where they are.
   *
   * @param placed has the point's coordinates from {@code at} on; changed
   * @param neighbors vertices of training points
   * @param weights how strongly the graph connects them with the point
   * @param places of the training points, {@code [vertices * dimension]}
   */
  void ofPoint(float[] placed, int at, int[] neighbors, float[] weights, float[] places) {
    double[] sum = new double[dimension];
    for (int round = 0; round < rounds; round++) {
      double total = 0;
      for (int i = 0; i < neighbors.length; i++) {
        total += add(placed, at, places, neighbors[i], weights[i], sum);
      }
      move(placed, at, sum, total, placed);
    }
  }

  /** Adds a neighbour's place to the sum, and returns its weight. */
  private double add(
      float[] own, int at, float[] places, int neighbor, float weight, double[] sum) {
    int there = neighbor * dimension;
    float squared = 0;
    for (int d = 0; d < dimension; d++) {
      float difference = own[at + d] - places[there + d];
      squared += difference * difference;
    }
    double factor = (double) weight * forces.membership(squared);
    for (int d = 0; d < dimension; d++) {
      sum[d] += factor * places[there + d];
    }
    return factor;
  }

  /** Moves a point towards the mean, and clears the sum. A point without neighbours stays. */
  private void move(float[] own, int at, double[] sum, double total, float[] to) {
    for (int d = 0; d < dimension; d++) {
      double mean = total > 0 ? sum[d] / total : own[at + d];
      to[at + d] = (float) ((1 - SHARE) * own[at + d] + SHARE * mean);
      sum[d] = 0;
    }
  }
}
