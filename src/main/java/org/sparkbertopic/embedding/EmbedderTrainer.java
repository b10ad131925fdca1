package org.sparkbertopic.embedding;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.TermVectors;

/**
 * Learns term vectors from the documents of a fit, for use without a pretrained model. An
 * implementation is a record of parameters; the topic model keeps what it learns.
 */
public non-sealed interface EmbedderTrainer extends EmbeddingModel {

  /** Defines the terms, in training and afterwards. */
  CountVectorizer vectorizer();

  /** The same trainer with another definition of the terms. */
  EmbedderTrainer forTerms(CountVectorizer vectorizer);

  /**
   * Learns from documents. For equal documents and seed the result is the same, bit for bit, for
   * any order and partitioning.
   *
   * @param documents columns {@code id} (string, unique) and {@code text} (string)
   * @param seed the only source of randomness
   * @throws IllegalArgumentException if no term is left to learn
   */
  TermVectors train(Dataset<Row> documents, long seed, Progress progress);
}
