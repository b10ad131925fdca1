package org.sparkbertopic.stage.represent;

import java.io.Serializable;
import org.sparkbertopic.compute.FixedPoint;

/** What a second pass over some documents of a topic gives: sums of embeddings, best documents. */
public final class TopicSummary implements Serializable {

  private static final long serialVersionUID = 1L;

  private final long[] embeddingSums;
  private final Representatives representatives;
  private long documents;

  public TopicSummary(int dimension, int representativeDocuments) {
    this.embeddingSums = new long[dimension];
    this.representatives = new Representatives(representativeDocuments);
  }

  /** {@code [dimension]} in {@link FixedPoint}. */
  public long[] embeddingSums() {
    return embeddingSums;
  }

  /** Documents of the topic. */
  public long documents() {
    return documents;
  }

  void countDocument() {
    documents++;
  }

  public Representatives representatives() {
    return representatives;
  }

  /** Adds another part of the same topic's documents to this one. */
  public TopicSummary merge(TopicSummary other) {
    for (int i = 0; i < embeddingSums.length; i++) {
      embeddingSums[i] += other.embeddingSums[i];
    }
    documents += other.documents;
    representatives.offerAll(other.representatives);
    return this;
  }
}
