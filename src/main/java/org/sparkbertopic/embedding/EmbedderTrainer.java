package org.sparkbertopic.embedding;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.TermVectors;

/**
 * Learns vectors of terms from the documents of a fit, where no model is given. An implementation
 * is a record of parameters; what it learns is kept with the topic model.
 */
public non-sealed interface EmbedderTrainer extends EmbeddingModel {

  /** What counts as a term, in training and ever after. */
  CountVectorizer vectorizer();

  /**
   * Learns from documents. For equal documents and seed the result is the same, bit for bit, in any
   * order and partitions.
   *
   * @param documents columns {@code id} (string, unique) and {@code text} (string)
   * @param seed the only source of randomness
   * @throws IllegalArgumentException if no term is left to learn
   */
  TermVectors train(Dataset<Row> documents, long seed, Progress progress);
}
