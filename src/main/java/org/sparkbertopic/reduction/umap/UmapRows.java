package org.sparkbertopic.reduction.umap;

import org.sparkbertopic.reduction.neighbors.DistinctRows;
import org.sparkbertopic.reduction.neighbors.MetricSpace;

/**
 * The distinct rows among points.
 *
 * @param space space in which rows are compared
 * @param distinct the different rows
 * @param distinctOf {@code [points]}: the row of each point
 */
record UmapRows(MetricSpace space, DistinctRows distinct, int[] distinctOf) {

  /** Number of distinct rows. */
  int count() {
    return distinct.rows().length;
  }
}
