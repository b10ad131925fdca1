package org.sparkbertopic.clustering.hdbscan;

/** How {@link Hdbscan} selects flat clusters from the condensed tree. */
public enum ClusterSelectionMethod {
  /** Excess of mass: the set of clusters that lives longest (Campello et al. 2013, section 5). */
  EOM,

  /** The leaves of the tree: many small, even clusters. */
  LEAF
}
