package org.sparkbertopic.reduction.umap;

import org.sparkbertopic.reduction.neighbors.DistinctRows;
import org.sparkbertopic.reduction.neighbors.MetricSpace;

/**
 * Points as a layout sees them: those that are equal are one row.
 *
 * @param space in which rows are compared
 * @param distinct the different rows
 * @param distinctOf {@code [points]}: the row of each point
 */
record UmapRows(MetricSpace space, DistinctRows distinct, int[] distinctOf) {

  /** Different rows. */
  int count() {
    return distinct.rows().length;
  }
}
