package org.sparkbertopic.clustering.hdbscan;

/**
 * The merges of single linkage over mutual reachability distances: every flat clustering that cuts
 * by distance (Campello et al. 2013, section 4), in the columns of a SciPy linkage. Node {@code i <
 * pointCount} is training row i; merge m makes node {@code pointCount + m}. Merges are in ascending
 * order of distance, so the columns also hold the sorted weights of the minimum spanning tree. The
 * order of merges at equal distance is arbitrary.
 *
 * <p>Immutable; callers must not change the arrays. Each has {@code pointCount - 1} entries.
 */
public final class SingleLinkageTree {

  private final int[] left;
  private final int[] right;
  private final double[] distance;
  private final int[] size;

  SingleLinkageTree(int[] left, int[] right, double[] distance, int[] size) {
    this.left = left;
    this.right = right;
    this.distance = distance;
    this.size = size;
  }

  /** Time O(n log n). */
  static SingleLinkageTree of(SpanningTree edges) {
    int merges = edges.size();
    int points = merges + 1;
    int[] order = IndexSort.ascending(edges.weights, merges);
    int[] left = new int[merges];
    int[] right = new int[merges];
    double[] distance = new double[merges];
    int[] size = new int[merges];
    UnionFind sets = new UnionFind(points);
    int[] nodeOfRoot = new int[points];
    for (int i = 0; i < points; i++) {
      nodeOfRoot[i] = i;
    }
    for (int merge = 0; merge < merges; merge++) {
      int edge = order[merge];
      int a = sets.find(edges.from[edge]);
      int b = sets.find(edges.to[edge]);
      left[merge] = Math.min(nodeOfRoot[a], nodeOfRoot[b]);
      right[merge] = Math.max(nodeOfRoot[a], nodeOfRoot[b]);
      distance[merge] = edges.weights[edge];
      sets.union(a, b);
      int root = sets.find(a);
      nodeOfRoot[root] = points + merge;
      size[merge] = sets.sizeOfRoot(root);
    }
    return new SingleLinkageTree(left, right, distance, size);
  }

  /** Training rows. */
  public int pointCount() {
    return left.length + 1;
  }

  /** The node with the smaller number of the two that each merge joins. */
  public int[] left() {
    return left;
  }

  /** The node with the larger number of the two that each merge joins. */
  public int[] right() {
    return right;
  }

  /** Mutual reachability distance at which each merge happens, ascending. */
  public double[] distance() {
    return distance;
  }

  /** Training rows in the node that each merge makes. */
  public int[] size() {
    return size;
  }

  int sizeOf(int node) {
    return node < pointCount() ? 1 : size[node - pointCount()];
  }
}
