package org.sparkbertopic.clustering.hdbscan;

import java.util.Arrays;

/** Disjoint sets, with union by size and path halving (Tarjan and van Leeuwen 1984). */
final class UnionFind {

  private final int[] parents;
  private final int[] sizes;

  UnionFind(int length) {
    parents = new int[length];
    sizes = new int[length];
    Arrays.setAll(parents, i -> i);
    Arrays.fill(sizes, 1);
  }

  int find(int element) {
    int root = element;
    while (parents[root] != root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  }

  /** Joins the sets of two elements; returns false if they are the same set. */
  boolean union(int a, int b) {
    int rootA = find(a);
    int rootB = find(b);
    if (rootA == rootB) {
      return false;
    }
    int large = sizes[rootA] >= sizes[rootB] ? rootA : rootB;
    int small = large == rootA ? rootB : rootA;
    parents[small] = large;
    sizes[large] += sizes[small];
    return true;
  }

  int sizeOfRoot(int root) {
    return sizes[root];
  }
}
