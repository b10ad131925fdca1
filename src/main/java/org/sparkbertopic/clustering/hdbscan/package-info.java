/**
 * HDBSCAN (Campello, Moulavi and Sander 2013; McInnes and Healy 2017): core distances, spanning
 * tree, condensed tree, selection of clusters, and prediction of new points. Start with {@link
 * org.sparkbertopic.clustering.hdbscan.Hdbscan}. {@code evaluation} measures its clusters.
 *
 * <p>May use {@code compute} and the contract in {@code clustering}; must not use Spark.
 */
package org.sparkbertopic.clustering.hdbscan;
