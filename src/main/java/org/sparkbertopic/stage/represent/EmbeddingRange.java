package org.sparkbertopic.stage.represent;

import java.io.Serializable;

/**
 * What is known of many embeddings.
 *
 * @param magnitude the largest absolute coordinate
 * @param minDimension least length
 * @param maxDimension greatest length
 */
record EmbeddingRange(float magnitude, int minDimension, int maxDimension) implements Serializable {

  /** Of no embeddings. */
  static final EmbeddingRange NONE = new EmbeddingRange(0, Integer.MAX_VALUE, 0);

  EmbeddingRange include(EmbeddingRange other) {
    return new EmbeddingRange(
        Math.max(magnitude, other.magnitude),
        Math.min(minDimension, other.minDimension),
        Math.max(maxDimension, other.maxDimension));
  }
}
