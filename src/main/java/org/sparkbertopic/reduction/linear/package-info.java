/**
 * Linear reductions: {@link org.sparkbertopic.reduction.linear.Pca} and {@link
 * org.sparkbertopic.reduction.linear.TruncatedSvd}, and the eigensolvers that UMAP also uses.
 *
 * <p>May use {@code compute} and the contract in {@code reduction}; must not use Spark.
 */
package org.sparkbertopic.reduction.linear;
