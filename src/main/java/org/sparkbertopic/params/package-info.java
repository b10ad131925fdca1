/**
 * The swappable parts of a topic model (embedder, reducer, clusterer, vectorizer, c-TF-IDF,
 * representation) as parameters of Spark ML stages, and their JSON. Knows no part by name.
 */
package org.sparkbertopic.params;
