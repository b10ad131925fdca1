package org.sparkbertopic.vectorizer.counting;

import java.io.Serializable;

/**
 * Counts of some terms of one bucket, in the layout of {@link TermBlocks}, or, in the bucket {@link
 * #SIZES}, the number of documents of each topic. A plain class, because Kryo cannot read records.
 */
public final class TallyBlock implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Bucket of the numbers of documents. */
  static final int SIZES = -1;

  private final int bucket;
  private final byte[] bytes;
  private final boolean removed;

  TallyBlock(int bucket, byte[] bytes) {
    this(bucket, bytes, false);
  }

  private TallyBlock(int bucket, byte[] bytes, boolean removed) {
    this.bucket = bucket;
    this.bytes = bytes;
    this.removed = removed;
  }

  int bucket() {
    return bucket;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Whether these counts are to be taken away. */
  boolean isRemoved() {
    return removed;
  }

  /** The same counts, to be taken away. */
  TallyBlock removed() {
    return new TallyBlock(bucket, bytes, true);
  }
}
