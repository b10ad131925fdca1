package org.sparkbertopic.clustering.hdbscan;

import java.util.Arrays;
import org.sparkbertopic.clustering.ClusterModel;

/**
 * Labels and membership strengths of the training rows for a selection of clusters, and the label
 * of every node of the tree. Time O(points + clusters).
 */
final class FlatClusters {

  /** Label of each training row. */
  final int[] labels;

  /**
   * Membership strength of each row: the density at which it leaves, as a share of the density at
   * which its cluster ends.
   */
  final double[] probabilities;

  /** Stability of each cluster as a share of the largest possible one. */
  final double[] persistence;

  private final CondensedTree tree;
  private final int[] selected;

  /** Label of the nearest selected cluster at or above each cluster, by number minus root. */
  private final int[] clusterLabels;

  /** Smallest density of a member if the root is the only cluster. */
  private final double rootThreshold;

  FlatClusters(CondensedTree tree, Hdbscan parameters, ClusterSelection selection) {
    this.tree = tree;
    this.selected = selection.selected;
    this.clusterLabels = labelClusters();
    double epsilon = parameters.clusterSelectionEpsilon();
    this.rootThreshold = epsilon > 0 ? 1 / epsilon : tree.deathOf(tree.root());
    this.labels = new int[tree.pointCount()];
    this.probabilities = new double[tree.pointCount()];
    for (int point = 0; point < labels.length; point++) {
      double lambda = tree.lambdaOfPoint(point);
      labels[point] = labelAt(tree.clusterOfPoint(point), lambda);
      probabilities[point] = strength(labels[point], lambda);
    }
    this.persistence = persistence(selection);
  }

  private int[] labelClusters() {
    int[] result = new int[tree.clusterCount()];
    Arrays.fill(result, ClusterModel.NOISE);
    int label = 0;
    for (int i = 0; i < result.length; i++) {
      if (label < selected.length && selected[label] == tree.root() + i) {
        result[i] = label++;
      } else if (i > 0) {
        result[i] = result[tree.parentOf(tree.root() + i) - tree.root()];
      }
    }
    return result;
  }

  /**
   * Label of a point that leaves a cluster at a density. If the root is selected, only its densest
   * points are members, and only if there is no other cluster.
   */
  int labelAt(int cluster, double lambda) {
    int label = clusterLabels[cluster - tree.root()];
    if (label == ClusterModel.NOISE || selected[label] != tree.root()) {
      return label;
    }
    return selected.length == 1 && lambda >= rootThreshold ? label : ClusterModel.NOISE;
  }

  /** Membership strength in a cluster of a point that leaves at a density. */
  double strength(int label, double lambda) {
    if (label == ClusterModel.NOISE) {
      return 0;
    }
    double death = tree.deathOf(selected[label]);
    return lambda >= death ? 1 : lambda / death;
  }

  private double[] persistence(ClusterSelection selection) {
    int[] sizes = new int[selected.length];
    for (int label : labels) {
      if (label != ClusterModel.NOISE) {
        sizes[label]++;
      }
    }
    double largest = 0;
    for (double lambda : tree.lambda()) {
      largest = Math.max(largest, lambda);
    }
    double[] result = new double[selected.length];
    for (int i = 0; i < result.length; i++) {
      boolean unbounded = Double.isInfinite(largest) || largest == 0 || sizes[i] == 0;
      result[i] = unbounded ? 1 : selection.stabilities[i] / (sizes[i] * largest);
    }
    return result;
  }
}
