/**
 * Low dimension to cluster: {@code Hdbscan} and its parts (k-d tree, spanning tree, condensed tree,
 * prediction). JDK only and no Spark: usable on its own from plain Java.
 */
package org.sparkbertopic.clustering;
