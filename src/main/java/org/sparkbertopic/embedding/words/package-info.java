/**
 * Documents as pooled vectors of their words, without a neural network: word vectors of word2vec,
 * GloVe and fastText ({@code WordVectorEmbedder}), spaCy pipelines ({@code SpacyEmbedder}) and
 * static models such as model2vec's ({@code StaticEmbedder}). Vectors stay in memory-mapped files,
 * never in the heap. May use what {@code embedding} may, and {@code hub} to send files to
 * executors.
 */
package org.sparkbertopic.embedding.words;
