/**
 * The parts of a topic model (embedder, reducer, clusterer, vectorizer, c-TF-IDF, representation)
 * as parameters of Spark ML stages, and their JSON. {@link org.sparkbertopic.params.Parts}
 * registers a part by name; {@link org.sparkbertopic.params.PartProvider} names the parts of a jar.
 *
 * <p>May use Spark ML and Jackson. Knows no part.
 */
package org.sparkbertopic.params;
