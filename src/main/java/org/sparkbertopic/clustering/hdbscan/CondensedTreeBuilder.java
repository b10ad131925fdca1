package org.sparkbertopic.clustering.hdbscan;

import java.util.Arrays;

/**
 * Condenses a single linkage tree, in time O(n log n) and without recursion, so trees may be deep.
 * See {@link CondensedTree} for the order of its rows and for merges at equal distance.
 */
final class CondensedTreeBuilder {

  private final SingleLinkageTree tree;
  private final int points;
  private final int minClusterSize;

  /** Smallest training row in each merged node. */
  private final int[] firstRows;

  private final int[] parent;
  private final int[] child;
  private final double[] lambda;
  private final int[] childSize;
  private int rows;

  /** Node of the single linkage tree with which each cluster begins. */
  private final int[] nodeOfCluster;

  private int clusters;

  private final int[] stack;
  private final int[] leafStack;

  /** The parts of one event that are clusters. */
  private int[] bigParts = new int[4];

  private int bigCount;

  private CondensedTreeBuilder(SingleLinkageTree tree, int minClusterSize) {
    this.tree = tree;
    this.points = tree.pointCount();
    this.minClusterSize = minClusterSize;
    // Leaf clusters are disjoint, and there are fewer inner clusters than leaves.
    int mostClusters = 2 * (points / minClusterSize) + 1;
    int mostRows = points + mostClusters;
    firstRows = new int[points - 1];
    parent = new int[mostRows];
    child = new int[mostRows];
    lambda = new double[mostRows];
    childSize = new int[mostRows];
    nodeOfCluster = new int[mostClusters];
    stack = new int[points];
    leafStack = new int[points];
  }

  static CondensedTree of(SingleLinkageTree tree, int minClusterSize) {
    if (tree.pointCount() == 1) {
      return new CondensedTree(1, new int[] {1}, new int[] {0}, new double[] {0}, new int[] {1});
    }
    return new CondensedTreeBuilder(tree, minClusterSize).build();
  }

  private CondensedTree build() {
    for (int merge = 0; merge < points - 1; merge++) {
      firstRows[merge] = Math.min(firstRow(tree.left()[merge]), firstRow(tree.right()[merge]));
    }
    nodeOfCluster[clusters++] = 2 * points - 2;
    for (int cluster = 0; cluster < clusters; cluster++) {
      follow(cluster);
    }
    return new CondensedTree(
        points,
        Arrays.copyOf(parent, rows),
        Arrays.copyOf(child, rows),
        Arrays.copyOf(lambda, rows),
        Arrays.copyOf(childSize, rows));
  }

  /** Follows a cluster through the events that shed points until it splits or ends. */
  private void follow(int cluster) {
    int node = nodeOfCluster[cluster];
    while (true) {
      double distance = tree.distance()[node - points];
      int firstOfEvent = rows;
      divide(node, distance, cluster);
      Arrays.sort(child, firstOfEvent, rows);
      if (bigCount != 1) {
        break;
      }
      node = bigParts[0];
    }
    sortBigParts();
    double distance = tree.distance()[node - points];
    for (int i = 0; i < bigCount; i++) {
      add(cluster, points + clusters, distance, tree.sizeOf(bigParts[i]));
      nodeOfCluster[clusters++] = bigParts[i];
    }
  }

  /** Splits a node into all the parts that merged at its distance; sheds the small ones. */
  private void divide(int node, double distance, int cluster) {
    bigCount = 0;
    int top = 0;
    stack[top++] = tree.right()[node - points];
    int next = tree.left()[node - points];
    while (true) {
      if (next >= points && tree.distance()[next - points] == distance) {
        stack[top++] = tree.right()[next - points];
        next = tree.left()[next - points];
        continue;
      }
      if (tree.sizeOf(next) >= minClusterSize) {
        if (bigCount == bigParts.length) {
          bigParts = Arrays.copyOf(bigParts, 2 * bigCount);
        }
        bigParts[bigCount++] = next;
      } else {
        shed(next, distance, cluster);
      }
      if (top == 0) {
        return;
      }
      next = stack[--top];
    }
  }

  private void shed(int part, double distance, int cluster) {
    int top = 0;
    leafStack[top++] = part;
    while (top > 0) {
      int node = leafStack[--top];
      if (node < points) {
        add(cluster, node, distance, 1);
      } else {
        leafStack[top++] = tree.right()[node - points];
        leafStack[top++] = tree.left()[node - points];
      }
    }
  }

  private void add(int cluster, int node, double distance, int size) {
    parent[rows] = points + cluster;
    child[rows] = node;
    lambda[rows] = 1 / distance;
    childSize[rows++] = size;
  }

  private int firstRow(int node) {
    return node < points ? node : firstRows[node - points];
  }

  private void sortBigParts() {
    double[] keys = new double[bigCount];
    for (int i = 0; i < bigCount; i++) {
      // Both fit into the 53 bits of a double: sizes come first, then rows.
      keys[i] = -(double) tree.sizeOf(bigParts[i]) * points + firstRow(bigParts[i]);
    }
    int[] sorted = new int[bigCount];
    int[] order = IndexSort.ascending(keys, bigCount);
    for (int i = 0; i < bigCount; i++) {
      sorted[i] = bigParts[order[i]];
    }
    bigParts = bigCount == 0 ? bigParts : Arrays.copyOf(sorted, Math.max(bigCount, 4));
  }
}
