/**
 * Nearest neighbours: metrics, NN-descent (Dong, Moses, Li 2011) with random projection trees, and
 * search in a graph of neighbours.
 */
package org.sparkbertopic.reduction.neighbors;
