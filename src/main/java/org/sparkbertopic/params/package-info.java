/**
 * The swappable parts of a topic model (embedder, reducer, clusterer, vectorizer, c-TF-IDF,
 * representation) as parameters of Spark ML stages, and their JSON. Knows no part itself: {@link
 * org.sparkbertopic.params.PartProvider}s name them.
 */
package org.sparkbertopic.params;
