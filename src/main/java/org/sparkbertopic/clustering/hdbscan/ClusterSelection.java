package org.sparkbertopic.clustering.hdbscan;

/** The clusters of a condensed tree that become flat clusters. */
final class ClusterSelection {

  /** Selected clusters, ascending; their order is the order of the labels. */
  final int[] selected;

  /** Stability of each selected cluster, or that of its descendants if it replaced them. */
  final double[] stabilities;

  /**
   * @throws IllegalArgumentException if these are not clusters of the tree, in ascending order
   */
  ClusterSelection(CondensedTree tree, int[] selected, double[] stabilities) {
    for (int i = 0; i < selected.length; i++) {
      int least = i == 0 ? tree.root() : selected[i - 1] + 1;
      if (selected[i] < least || selected[i] >= tree.root() + tree.clusterCount()) {
        throw new IllegalArgumentException("cluster " + selected[i] + " is not in the tree");
      }
    }
    this.selected = selected;
    this.stabilities = stabilities;
  }

  static ClusterSelection of(CondensedTree tree, Hdbscan parameters) {
    return new ClusterChooser(tree, parameters).choose();
  }
}
