package org.sparkbertopic.clustering.hdbscan;

/**
 * Edges of a minimum spanning tree of the mutual reachability graph (Campello et al. 2013,
 * definition 4), in the order found.
 */
public final class SpanningTree {

  /** Ends of each edge, as rows of the input. */
  final int[] from;

  final int[] to;

  /** Mutual reachability distance of each edge. */
  final double[] weights;

  private int size;

  public SpanningTree(int points) {
    from = new int[points - 1];
    to = new int[points - 1];
    weights = new double[points - 1];
  }

  /** Adds an edge between two rows. */
  public void add(int fromRow, int toRow, double weight) {
    from[size] = fromRow;
    to[size] = toRow;
    weights[size++] = weight;
  }

  /** Edges so far; all are one less than the points. */
  public int size() {
    return size;
  }

  /** One end of an edge, as a row of the input. */
  public int from(int edge) {
    return from[edge];
  }

  /** The other end. */
  public int to(int edge) {
    return to[edge];
  }

  /** The mutual reachability distance of the ends. */
  public double weight(int edge) {
    return weights[edge];
  }
}
