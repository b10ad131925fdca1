package org.sparkbertopic.clustering.hdbscan;

import java.util.Arrays;

/**
 * Selects the clusters of a condensed tree (Campello et al. 2013, section 5; epsilon: Malzer and
 * Baum 2020). Time O(clusters), except for epsilon, which climbs from each cluster.
 */
final class ClusterChooser {

  private final CondensedTree tree;
  private final Hdbscan parameters;

  /** Stability of each cluster, by number minus root; the selection updates it. */
  private final double[] stability;

  private final boolean[] chosen;

  ClusterChooser(CondensedTree tree, Hdbscan parameters) {
    this.tree = tree;
    this.parameters = parameters;
    this.stability = stability(tree);
    this.chosen = new boolean[tree.clusterCount()];
  }

  /** Excess of mass: the sum of size times excess density over everything that leaves a cluster. */
  private static double[] stability(CondensedTree tree) {
    double[] stability = new double[tree.clusterCount()];
    for (int row = 0; row < tree.parent().length; row++) {
      int parent = tree.parent()[row];
      double lambda = tree.lambda()[row];
      double birth = tree.birthOf(parent);
      if (lambda > birth) {
        stability[parent - tree.root()] += (lambda - birth) * tree.childSize()[row];
      }
    }
    return stability;
  }

  ClusterSelection choose() {
    if (tree.pointCount() >= parameters.minClusterSize()) {
      mark();
    }
    int count = 0;
    int[] clusters = new int[chosen.length];
    double[] values = new double[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i]) {
        values[count] = stability[i];
        clusters[count++] = tree.root() + i;
      }
    }
    return new ClusterSelection(tree, Arrays.copyOf(clusters, count), Arrays.copyOf(values, count));
  }

  private void mark() {
    switch (parameters.clusterSelectionMethod()) {
      case EOM -> chooseByExcessOfMass();
      case LEAF -> {
        for (int i = 1; i < chosen.length; i++) {
          chosen[i] = tree.isLeaf(tree.root() + i);
        }
      }
      case AUTO ->
          throw new IllegalArgumentException(
              "clusterSelectionMethod must be EOM or LEAF for one selection, got AUTO; a fit"
                  + " chooses one of them");
    }
    boolean onlyRoot = chosen[0];
    if (parameters.clusterSelectionEpsilon() > 0 && !onlyRoot) {
      joinWithinEpsilon();
    }
  }

  private void chooseByExcessOfMass() {
    int first = parameters.allowSingleCluster() ? 0 : 1;
    double[] below = new double[chosen.length];
    for (int i = chosen.length - 1; i >= first; i--) {
      if (below[i] > stability[i] || isTooLarge(i)) {
        stability[i] = below[i];
      } else {
        chosen[i] = true;
      }
      if (i > 0) {
        below[parentIndex(i)] += stability[i];
      }
    }
    boolean[] covered = new boolean[chosen.length];
    for (int i = 1; i < chosen.length; i++) {
      covered[i] = covered[parentIndex(i)] || chosen[parentIndex(i)];
      chosen[i] &= !covered[i];
    }
  }

  private boolean isTooLarge(int index) {
    int limit = parameters.maxClusterSize();
    return limit > 0 && sizeInClusters(index) > limit;
  }

  /** For the root, Python's hdbscan counts only the points of its child clusters. */
  private int sizeInClusters(int index) {
    if (index > 0) {
      return tree.sizeOf(tree.root() + index);
    }
    int size = 0;
    for (int i = 1; i < chosen.length; i++) {
      size += parentIndex(i) == 0 ? tree.sizeOf(tree.root() + i) : 0;
    }
    return size;
  }

  /** Replaces clusters born below the distance epsilon by the ancestor that was born above it. */
  private void joinWithinEpsilon() {
    boolean[] candidates = chosen.clone();
    boolean[] covered = new boolean[chosen.length];
    Arrays.fill(chosen, false);
    for (int i = 1; i < chosen.length; i++) {
      if (!candidates[i]) {
        continue;
      }
      if (1 / tree.birthOf(tree.root() + i) >= parameters.clusterSelectionEpsilon()) {
        chosen[i] = true;
      } else if (!isCovered(i, covered)) {
        int ancestor = ancestorBeyondEpsilon(i);
        chosen[ancestor] = true;
        covered[ancestor] = true;
      }
    }
  }

  private boolean isCovered(int index, boolean[] covered) {
    for (int i = index; i > 0; ) {
      i = parentIndex(i);
      if (covered[i]) {
        return true;
      }
    }
    return false;
  }

  private int ancestorBeyondEpsilon(int index) {
    int i = index;
    while (true) {
      int parent = parentIndex(i);
      if (parent == 0) {
        return parameters.allowSingleCluster() ? 0 : i;
      }
      i = parent;
      if (1 / tree.birthOf(tree.root() + i) > parameters.clusterSelectionEpsilon()) {
        return i;
      }
    }
  }

  private int parentIndex(int index) {
    return tree.parentOf(tree.root() + index) - tree.root();
  }
}
