/**
 * Nearest neighbours: metrics, nearest-neighbour descent (Dong, Charikar and Li 2011) with random
 * projection trees, and search in a neighbour graph. Start with {@link
 * org.sparkbertopic.reduction.neighbors.NearestNeighbors}.
 *
 * <p>May use {@code compute} and the JVM's Vector API, if it is there; must not use Spark.
 */
package org.sparkbertopic.reduction.neighbors;
