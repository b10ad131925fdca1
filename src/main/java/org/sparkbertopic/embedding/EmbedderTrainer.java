package org.sparkbertopic.embedding;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.vectorizer.counting.TermVectors;

/**
 * Learns from the documents of a fit how to embed them. An implementation is a record of
 * parameters; the topic model keeps what it learns.
 */
public non-sealed interface EmbedderTrainer extends EmbeddingModel {

  /**
   * Learns from documents. For equal documents and seed the result is the same, bit for bit, for
   * any order and partitioning.
   *
   * @param documents columns {@code id} (string, unique) and {@code text} (string)
   * @param seed the only source of randomness
   * @throws IllegalArgumentException if no term is left to learn
   */
  TermVectors train(Dataset<Row> documents, long seed, Progress progress);

  /**
   * The embedder that uses what was learnt, in the fit and afterwards.
   *
   * @param learnt by {@link #train} of an equal trainer
   * @throws IllegalArgumentException if another trainer learnt it
   */
  Embedder embedder(TermVectors learnt);
}
