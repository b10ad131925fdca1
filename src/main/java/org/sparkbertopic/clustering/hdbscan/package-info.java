/**
 * HDBSCAN (Campello, Moulavi, Sander 2013; McInnes, Healy 2017): core distances, spanning tree,
 * condensed tree, selection of clusters, membership of new points. Depends on {@code compute} and
 * the contract.
 */
package org.sparkbertopic.clustering.hdbscan;
