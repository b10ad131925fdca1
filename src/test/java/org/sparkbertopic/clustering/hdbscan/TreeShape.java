package org.sparkbertopic.clustering.hdbscan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A condensed tree without its numbering: every cluster as the set of its points, with its birth
 * and its parent. {@link #withTiesAsOneEvent()} turns a tree of two-way splits in some order of
 * tied merges into the one tree that does not depend on that order.
 */
final class TreeShape {

  private final int pointCount;
  private final int root;

  /** By node: points, then clusters; -1 for the root and for what was dropped. */
  private final int[] parents;

  private final double[] lambdas;

  TreeShape(CondensedTree tree) {
    pointCount = tree.pointCount();
    root = tree.root();
    parents = new int[pointCount + tree.clusterCount()];
    lambdas = new double[parents.length];
    Arrays.fill(parents, -1);
    for (int row = 0; row < tree.parent().length; row++) {
      parents[tree.child()[row]] = tree.parent()[row];
      lambdas[tree.child()[row]] = tree.lambda()[row];
    }
  }

  TreeShape withTiesAsOneEvent() {
    // What left a cluster at the very density of its birth was never part of it.
    for (int cluster = root + 1; cluster < parents.length; cluster++) {
      liftOutOfEmptyClusters(cluster);
    }
    for (int point = 0; point < pointCount; point++) {
      liftOutOfEmptyClusters(point);
    }
    int[] sizes = sizes();
    for (int cluster = root + 1; cluster < parents.length; cluster++) {
      parents[cluster] = sizes[cluster] == 0 ? -1 : parents[cluster];
    }
    // A cluster with one heir has not split.
    for (int cluster = parents.length - 1; cluster >= root; cluster--) {
      int heir = -1;
      int heirs = 0;
      for (int other = cluster + 1; other < parents.length; other++) {
        if (parents[other] == cluster) {
          heir = other;
          heirs++;
        }
      }
      if (heirs == 1) {
        for (int node = 0; node < parents.length; node++) {
          parents[node] = parents[node] == heir ? cluster : parents[node];
        }
        parents[heir] = -1;
      }
    }
    return this;
  }

  private void liftOutOfEmptyClusters(int node) {
    while (parents[node] != root && lambdas[node] == lambdas[parents[node]]) {
      parents[node] = parents[parents[node]];
    }
  }

  private int[] sizes() {
    int[] sizes = new int[parents.length];
    for (int point = 0; point < pointCount; point++) {
      for (int node = parents[point]; node >= 0; node = parents[node]) {
        sizes[node]++;
      }
    }
    return sizes;
  }

  private Map<BitSet, Integer> clustersByPoints() {
    BitSet[] points = new BitSet[parents.length];
    for (int point = 0; point < pointCount; point++) {
      for (int node = parents[point]; node >= 0; node = parents[node]) {
        points[node] = points[node] == null ? new BitSet() : points[node];
        points[node].set(point);
      }
    }
    Map<BitSet, Integer> clusters = new HashMap<>();
    for (int cluster = root; cluster < parents.length; cluster++) {
      if (points[cluster] != null) {
        assertEquals(null, clusters.put(points[cluster], cluster), "clusters of equal points");
      }
    }
    return clusters;
  }

  /** Asserts that both trees hold the same clusters, parents and densities. */
  static void assertSame(TreeShape expected, TreeShape actual) {
    Map<BitSet, Integer> expectedClusters = expected.clustersByPoints();
    Map<BitSet, Integer> actualClusters = actual.clustersByPoints();
    List<String> missing = new ArrayList<>();
    int[] matches = new int[expected.parents.length];
    for (Map.Entry<BitSet, Integer> entry : expectedClusters.entrySet()) {
      Integer match = actualClusters.get(entry.getKey());
      if (match == null) {
        missing.add("cluster of " + entry.getKey().cardinality() + " points");
      } else {
        matches[entry.getValue()] = match;
      }
    }
    assertEquals(List.of(), missing);
    assertEquals(expectedClusters.size(), actualClusters.size(), "clusters");
    for (int cluster : expectedClusters.values()) {
      if (cluster != expected.root) {
        assertEquals(matches[expected.parents[cluster]], actual.parents[matches[cluster]]);
        assertClose(expected.lambdas[cluster], actual.lambdas[matches[cluster]], "birth");
      }
    }
    for (int point = 0; point < expected.pointCount; point++) {
      assertEquals(matches[expected.parents[point]], actual.parents[point], "parent of " + point);
      assertClose(expected.lambdas[point], actual.lambdas[point], "lambda of " + point);
    }
  }

  private static void assertClose(double expected, double actual, String what) {
    if (expected != actual) {
      assertEquals(1, actual / expected, 1e-9, what);
    }
  }
}
