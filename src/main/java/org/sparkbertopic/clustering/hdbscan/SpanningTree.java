package org.sparkbertopic.clustering.hdbscan;

/**
 * Edges of a minimum spanning tree of the mutual reachability graph (Campello et al. 2013,
 * definition 4), in the order found.
 */
final class SpanningTree {

  /** Ends of each edge, as rows of the input. */
  final int[] from;

  final int[] to;

  /** Mutual reachability distance of each edge. */
  final double[] weights;

  private int size;

  SpanningTree(int points) {
    from = new int[points - 1];
    to = new int[points - 1];
    weights = new double[points - 1];
  }

  void add(int fromRow, int toRow, double weight) {
    from[size] = fromRow;
    to[size] = toRow;
    weights[size++] = weight;
  }

  int size() {
    return size;
  }
}
