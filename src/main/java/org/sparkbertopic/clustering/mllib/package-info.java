/**
 * Spark MLlib's clusterers and its classifier, behind the contract of {@link
 * org.sparkbertopic.clustering}: k-means, bisecting k-means, logistic regression, and a Gaussian
 * mixture that starts from k-means. MLlib trains; the fitted models are values of this library, which
 * need no Spark. All of them need a Spark session to be fitted.
 */
package org.sparkbertopic.clustering.mllib;
