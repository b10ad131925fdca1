/**
 * Low dimension to cluster: {@code Hdbscan} and its parts (k-d tree, spanning tree, condensed tree,
 * prediction); {@code KMeans}, {@code BisectingKMeans}, {@code GaussianMixture}, {@code
 * Agglomerative}; and {@code LogisticRegression}, which learns given classes. JDK only and no
 * Spark: usable on its own from plain Java.
 */
package org.sparkbertopic.clustering;
