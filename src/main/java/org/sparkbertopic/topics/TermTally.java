package org.sparkbertopic.topics;

import java.io.IOException;

/**
 * Counts of every term of every topic, before any limit of the vectorizer: what the counts of more
 * documents are added to. Too large for the driver, so it comes in blocks, each with some terms.
 */
public interface TermTally {

  /** Receives blocks. */
  @FunctionalInterface
  interface Sink {

    /**
     * @param bucket of the block's terms, ascending
     * @param block the counts, in the layout of those who count
     */
    void accept(int bucket, byte[] block) throws IOException;
  }

  /** Passes the blocks to a sink, one after another; equal tallies give equal blocks. */
  void forEach(Sink sink) throws IOException;

  /**
   * The same documents in other topics.
   *
   * @param from topics, ascending; any other stays what it is
   * @param to what each of them becomes
   */
  TermTally mapped(int[] from, int[] to);
}
