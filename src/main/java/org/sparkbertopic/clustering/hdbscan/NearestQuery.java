package org.sparkbertopic.clustering.hdbscan;

import java.util.Arrays;

/**
 * Exact k nearest neighbours in a {@link KdTree}; scratch space of one thread, reused for many
 * queries. After a query {@link #distances} and {@link #positions} hold the k nearest, nearest
 * first. Ties at the k-th distance are broken by the tree only.
 */
final class NearestQuery {

  final double[] distances;
  final int[] positions;

  private final KdTree tree;
  private final Distance metric;
  private final int k;
  private final int[] stack;
  private final double[] stackDistances;

  /**
   * @param k neighbours to find, at most the tree's size
   */
  NearestQuery(KdTree tree, Distance metric, int k) {
    this.tree = tree;
    this.metric = metric;
    this.k = k;
    this.distances = new double[k];
    this.positions = new int[k];
    this.stack = new int[tree.depth() + 2];
    this.stackDistances = new double[tree.depth() + 2];
  }

  /** Finds the neighbours of a point of the tree, including itself; climbs from its leaf. */
  void ofPosition(int position, int leaf) {
    clear();
    int from = position * tree.dimension;
    scan(tree.coordinates, from, tree.starts[leaf], tree.ends[leaf]);
    for (int node = leaf; node > 0; node = (node - 1) >>> 1) {
      int sibling = (node & 1) == 1 ? node + 1 : node - 1;
      descend(tree.coordinates, from, sibling);
    }
  }

  /** Finds the neighbours of any point. */
  void of(double[] point) {
    clear();
    descend(point, 0, 0);
  }

  /** Forgets the last query's neighbours. */
  void clear() {
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
  }

  /** Considers the points at positions {@code [start, end)} as neighbours. */
  private void scan(double[] point, int from, int start, int end) {
    for (int position = start; position < end; position++) {
      offer(
          metric.reduced(point, from, tree.coordinates, position * tree.dimension, tree.dimension),
          position);
    }
  }

  /** Considers points by their distances, from a position on. */
  void consider(double[] toPositions, int firstPosition) {
    for (int i = 0; i < toPositions.length; i++) {
      offer(toPositions[i], firstPosition + i);
    }
  }

  private void descend(double[] point, int from, int root) {
    double toRoot = toBox(point, from, root);
    if (toRoot >= distances[k - 1]) {
      return;
    }
    int top = 0;
    stack[top] = root;
    stackDistances[top++] = toRoot;
    while (top > 0) {
      int node = stack[--top];
      if (stackDistances[top] >= distances[k - 1]) {
        continue;
      }
      while (node < tree.firstLeaf) {
        int left = 2 * node + 1;
        double toLeft = toBox(point, from, left);
        double toRight = toBox(point, from, left + 1);
        boolean leftFirst = toLeft <= toRight;
        stack[top] = leftFirst ? left + 1 : left;
        stackDistances[top++] = leftFirst ? toRight : toLeft;
        node = leftFirst ? left : left + 1;
      }
      scan(point, from, tree.starts[node], tree.ends[node]);
    }
  }

  private double toBox(double[] point, int from, int node) {
    return metric.reducedToBox(point, from, tree.boxes, node * 2 * tree.dimension, tree.dimension);
  }

  private void offer(double distance, int position) {
    if (distance >= distances[k - 1]) {
      return;
    }
    int i = k - 1;
    for (; i > 0 && distances[i - 1] > distance; i--) {
      distances[i] = distances[i - 1];
      positions[i] = positions[i - 1];
    }
    distances[i] = distance;
    positions[i] = position;
  }
}
