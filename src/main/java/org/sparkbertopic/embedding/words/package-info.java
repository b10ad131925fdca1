/**
 * Embeds documents as pooled vectors of their words, without a neural network. {@link
 * org.sparkbertopic.embedding.words.WordVectorEmbedder} reads word2vec, GloVe and fastText; {@link
 * org.sparkbertopic.embedding.words.StaticEmbedder} reads static models such as those of model2vec;
 * {@link org.sparkbertopic.embedding.words.SifWordVectors} learns from the documents how much a
 * word counts; {@link org.sparkbertopic.embedding.words.GensimData} finds files by their names.
 * Vectors stay in memory-mapped files, not on the heap.
 *
 * <p>May use what {@code embedding} may use, {@code embedding.hub}, {@code http} and {@code io}.
 */
package org.sparkbertopic.embedding.words;
