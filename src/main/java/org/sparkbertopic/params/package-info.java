/**
 * The swappable parts of a topic model (embedder, reducer, clusterer, vectorizer, c-TF-IDF,
 * representation) as parameters of Spark ML stages, their JSON, and least values of numbers. Knows
 * no part itself: {@link org.sparkbertopic.params.PartProvider}s name them.
 */
package org.sparkbertopic.params;
