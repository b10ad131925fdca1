/**
 * Turns texts into vectors: the contract and the Spark step. {@link
 * org.sparkbertopic.embedding.Embedder} embeds texts; {@link
 * org.sparkbertopic.embedding.EmbedderTrainer} learns an embedder from the documents; {@link
 * org.sparkbertopic.embedding.TextEmbedding} runs an embedder on the executors. Each backend has a
 * package below.
 *
 * <p>May use Spark, {@code compute} and the terms of {@code vectorizer}.
 */
package org.sparkbertopic.embedding;
