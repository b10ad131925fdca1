/**
 * Clusters in low dimension: the contract. {@link org.sparkbertopic.clustering.Clusterer} holds the
 * parameters of a clusterer; {@link org.sparkbertopic.clustering.ClusterModel} is the fitted model,
 * which predicts the clusters of new points. {@link org.sparkbertopic.clustering.Classifier} learns
 * given classes. The implementations are in the packages below.
 *
 * <p>May use {@code compute} and {@code io}; must not use Spark. You can use it from plain Java.
 */
package org.sparkbertopic.clustering;
