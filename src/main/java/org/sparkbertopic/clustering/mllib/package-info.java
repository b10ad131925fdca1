/**
 * Spark MLlib's k-means, bisecting k-means, streaming k-means and logistic regression (the
 * classifier of supervised fits), and a Gaussian mixture that starts from MLlib's k-means. Start
 * with {@link org.sparkbertopic.clustering.mllib.KMeans}. A Spark session is needed to fit; the
 * fitted models are values of ours and predict without Spark.
 *
 * <p>Uses the contract in {@code clustering}, {@code compute} and Spark.
 */
package org.sparkbertopic.clustering.mllib;
