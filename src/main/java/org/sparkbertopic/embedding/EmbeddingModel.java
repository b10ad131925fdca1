package org.sparkbertopic.embedding;

import java.io.Serializable;

/**
 * The embedding setting of a topic model: an {@link Embedder}, or an {@link EmbedderTrainer} that
 * trains one on the documents.
 */
public sealed interface EmbeddingModel extends Serializable permits Embedder, EmbedderTrainer {

  /** A display name, such as {@code all-MiniLM-L6-v2}. */
  String name();
}
