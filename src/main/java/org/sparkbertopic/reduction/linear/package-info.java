/**
 * Linear reductions: {@link org.sparkbertopic.reduction.linear.Pca}, {@link
 * org.sparkbertopic.reduction.linear.IncrementalPca}, which later batches continue, {@link
 * org.sparkbertopic.reduction.linear.TruncatedSvd}, and the eigensolvers that UMAP also uses.
 *
 * <p>May use {@code compute} and the contract in {@code reduction}; must not use Spark.
 */
package org.sparkbertopic.reduction.linear;
