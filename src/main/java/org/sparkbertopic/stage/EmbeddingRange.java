package org.sparkbertopic.stage;

import org.apache.spark.util.AccumulatorV2;

/**
 * The largest absolute coordinate and the least and largest dimension of all embeddings. Greatest
 * and least values do not mind a task that is repeated.
 */
final class EmbeddingRange extends AccumulatorV2<EmbeddingRange.Embedding, EmbeddingRange> {

  /** What is noted of one embedding. */
  record Embedding(float magnitude, int dimension) {}

  private float magnitude;
  private int minDimension = Integer.MAX_VALUE;
  private int maxDimension;

  float magnitude() {
    return magnitude;
  }

  int minDimension() {
    return minDimension;
  }

  int maxDimension() {
    return maxDimension;
  }

  @Override
  public boolean isZero() {
    return maxDimension == 0;
  }

  @Override
  public AccumulatorV2<Embedding, EmbeddingRange> copy() {
    EmbeddingRange copy = new EmbeddingRange();
    copy.merge(this);
    return copy;
  }

  @Override
  public void reset() {
    magnitude = 0;
    minDimension = Integer.MAX_VALUE;
    maxDimension = 0;
  }

  @Override
  public void add(Embedding embedding) {
    include(embedding.magnitude(), embedding.dimension(), embedding.dimension());
  }

  @Override
  public void merge(AccumulatorV2<Embedding, EmbeddingRange> other) {
    EmbeddingRange range = other.value();
    include(range.magnitude, range.minDimension, range.maxDimension);
  }

  @Override
  public EmbeddingRange value() {
    return this;
  }

  private void include(float largest, int least, int most) {
    magnitude = Math.max(magnitude, largest);
    minDimension = Math.min(minDimension, least);
    maxDimension = Math.max(maxDimension, most);
  }
}
