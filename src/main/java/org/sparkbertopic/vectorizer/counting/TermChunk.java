package org.sparkbertopic.vectorizer.counting;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Some of a partition's terms that minDf and minTopicDf let through. The last of a partition has
 * its sums beside; in the others they are zero and empty. A plain class, since Kryo cannot read
 * records.
 */
final class TermChunk implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final byte[] NONE = new byte[0];

  private final byte[] terms;
  private final long keptTerms;
  private final long distinctTerms;
  private final long rareTerms;
  private final byte[] topicSizes;

  /**
   * @param terms as {@link CountedTerm}
   * @param keptTerms number of {@code terms}
   * @param distinctTerms of the partition, dropped ones too
   * @param rareTerms of the partition, those that minDf dropped
   * @param topicSizes documents of topics, as {@link TopicCounts}
   */
  TermChunk(byte[] terms, long keptTerms, long distinctTerms, long rareTerms, byte[] topicSizes) {
    this.terms = terms;
    this.keptTerms = keptTerms;
    this.distinctTerms = distinctTerms;
    this.rareTerms = rareTerms;
    this.topicSizes = topicSizes;
  }

  byte[] terms() {
    return terms;
  }

  long keptTerms() {
    return keptTerms;
  }

  long distinctTerms() {
    return distinctTerms;
  }

  long rareTerms() {
    return rareTerms;
  }

  byte[] topicSizes() {
    return topicSizes;
  }

  /** Without a sum. */
  static TermChunk of(byte[] terms, long keptTerms) {
    return new TermChunk(terms, keptTerms, 0, 0, NONE);
  }

  /** The sums alone. */
  TermChunk withoutTerms() {
    return new TermChunk(NONE, keptTerms, distinctTerms, rareTerms, topicSizes);
  }

  /** Those of all chunks that the limits let through, in bytes, ascending by code point. */
  static byte[] sorted(Iterator<TermChunk> chunks, TermLimits limits) {
    List<CountedTerm> terms = new ArrayList<>();
    while (chunks.hasNext()) {
      CountedTerm.read(chunks.next().terms(), limits, terms);
    }
    terms.sort(CountedTerm::compareTerms);
    PackedWriter out = new PackedWriter();
    for (CountedTerm term : terms) {
      term.write(out);
    }
    return out.toBytes();
  }
}
