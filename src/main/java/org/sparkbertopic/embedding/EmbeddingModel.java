package org.sparkbertopic.embedding;

import java.io.Serializable;

/**
 * What a topic model is told to embed with: an {@link Embedder}, or an {@link EmbedderTrainer} that
 * makes one of the documents themselves.
 */
public sealed interface EmbeddingModel extends Serializable permits Embedder, EmbedderTrainer {

  /** Name for people, such as {@code all-MiniLM-L6-v2}. */
  String name();
}
