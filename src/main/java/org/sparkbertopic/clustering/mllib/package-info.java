/**
 * Classic clusterers and the classifier: k-means, bisecting k-means, Gaussian mixture, logistic
 * regression.
 */
package org.sparkbertopic.clustering.mllib;
