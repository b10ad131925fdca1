package org.sparkbertopic.stage.represent;

import org.apache.spark.util.AccumulatorV2;

/**
 * Finds the range of all embeddings during another pass. Maxima and minima stay right if a task is
 * repeated.
 */
final class EmbeddingRangeAccumulator extends AccumulatorV2<EmbeddingRange, EmbeddingRange> {

  private EmbeddingRange range = EmbeddingRange.NONE;

  @Override
  public boolean isZero() {
    return range.equals(EmbeddingRange.NONE);
  }

  @Override
  public AccumulatorV2<EmbeddingRange, EmbeddingRange> copy() {
    EmbeddingRangeAccumulator copy = new EmbeddingRangeAccumulator();
    copy.range = range;
    return copy;
  }

  @Override
  public void reset() {
    range = EmbeddingRange.NONE;
  }

  @Override
  public void add(EmbeddingRange other) {
    range = range.include(other);
  }

  @Override
  public void merge(AccumulatorV2<EmbeddingRange, EmbeddingRange> other) {
    add(other.value());
  }

  @Override
  public EmbeddingRange value() {
    return range;
  }
}
