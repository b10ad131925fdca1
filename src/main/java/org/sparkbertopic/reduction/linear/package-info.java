/** Linear reductions: PCA and truncated SVD, with the eigensolvers they share with UMAP. */
package org.sparkbertopic.reduction.linear;
