/**
 * UMAP (McInnes, Healy and Melville 2018): fuzzy graph, initial layout, optimisation, and embedding
 * of new points. Start with {@link org.sparkbertopic.reduction.umap.Umap}.
 *
 * <p>May use {@code compute} and the other packages of {@code reduction}; must not use Spark.
 */
package org.sparkbertopic.reduction.umap;
