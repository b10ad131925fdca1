/**
 * Vector to low dimension: {@code Umap} and its parts, PCA, truncated SVD, none. JDK only and no
 * Spark: usable on its own from plain Java.
 */
package org.sparkbertopic.reduction;
