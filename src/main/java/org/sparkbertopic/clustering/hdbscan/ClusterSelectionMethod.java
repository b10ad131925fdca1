package org.sparkbertopic.clustering.hdbscan;

/** How {@link Hdbscan} selects flat clusters from the condensed tree. */
public enum ClusterSelectionMethod {
  /** Excess of mass: the set of clusters that lives longest (Campello et al. 2013, section 5). */
  EOM,

  /** The leaves of the tree: many small, even clusters. */
  LEAF,

  /**
   * The best of excess of mass, the leaves, and excess of mass with a cap on the size of a cluster:
   * see {@link SelectionChoice}. A model has the parameters that were chosen, not this one.
   */
  AUTO
}
