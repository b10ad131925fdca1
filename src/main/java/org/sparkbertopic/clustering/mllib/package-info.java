/**
 * k-means, bisecting k-means, Gaussian mixture, and logistic regression as the classifier of
 * supervised fits. Start with {@link org.sparkbertopic.clustering.mllib.KMeans}. The fitted models
 * are values of ours and predict without Spark. They are trained by code of ours, which Spark MLlib
 * is to replace.
 *
 * <p>Uses the contract in {@code clustering} and {@code compute}.
 */
package org.sparkbertopic.clustering.mllib;
