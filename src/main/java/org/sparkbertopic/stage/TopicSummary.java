package org.sparkbertopic.stage;

import java.io.Serializable;
import org.sparkbertopic.compute.FixedPoint;

/** What a second pass over some documents of a topic gives: sums of embeddings, best documents. */
final class TopicSummary implements Serializable {

  private static final long serialVersionUID = 1L;

  private final long[] embeddingSums;
  private final Representatives representatives;

  TopicSummary(int dimension, int representativeDocuments) {
    this.embeddingSums = new long[dimension];
    this.representatives = new Representatives(representativeDocuments);
  }

  /** {@code [dimension]} in {@link FixedPoint}. */
  long[] embeddingSums() {
    return embeddingSums;
  }

  Representatives representatives() {
    return representatives;
  }

  /** Adds another part of the same topic's documents to this one. */
  TopicSummary merge(TopicSummary other) {
    for (int i = 0; i < embeddingSums.length; i++) {
      embeddingSums[i] += other.embeddingSums[i];
    }
    representatives.offerAll(other.representatives);
    return this;
  }
}
