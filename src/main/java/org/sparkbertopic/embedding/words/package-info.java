/**
 * Embeds documents as pooled vectors of their words, without a neural network. {@link
 * org.sparkbertopic.embedding.words.WordVectorEmbedder} reads word2vec, GloVe and fastText; {@link
 * org.sparkbertopic.embedding.words.StaticEmbedder} reads static models such as those of model2vec.
 * Vectors stay in memory-mapped files, not on the heap.
 *
 * <p>May use what {@code embedding} may use, {@code embedding.hub} and {@code io}.
 */
package org.sparkbertopic.embedding.words;
