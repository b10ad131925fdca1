/**
 * Agglomerative clustering with {@link org.sparkbertopic.clustering.smile.Agglomerative}. The
 * fitted model predicts by the nearest centroid.
 *
 * <p>Uses the contract in {@code clustering} and {@code compute}; must not use Spark.
 */
package org.sparkbertopic.clustering.smile;
