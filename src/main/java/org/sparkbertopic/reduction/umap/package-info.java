/**
 * UMAP (McInnes, Healy, Melville 2018): fuzzy graph, start, optimisation of the embedding,
 * placement of new points.
 */
package org.sparkbertopic.reduction.umap;
