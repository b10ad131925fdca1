/**
 * Clusterers of Smile: {@link org.sparkbertopic.clustering.smile.Agglomerative} with four linkages,
 * of which Ward's is ours, and {@link org.sparkbertopic.clustering.smile.Dbscan}. {@link
 * org.sparkbertopic.clustering.smile.Dendrogram} is the tree of merges, for topics too. Fitted
 * models are values of this library.
 *
 * <p>Uses the contract in {@code clustering}, {@code compute}, {@code io} and Smile, which nothing
 * else uses; must not use Spark.
 */
package org.sparkbertopic.clustering.smile;
