package org.sparkbertopic.vectorizer.counting;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Some of a partition's terms that pass minDf and minTopicDf. The last chunk of a partition also
 * has its totals; in the others they are zero and empty. A plain class, because Kryo cannot read
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
   * @param distinctTerms terms of the partition, including dropped ones
   * @param rareTerms terms of the partition that minDf dropped
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

  /** A chunk without totals. */
  static TermChunk of(byte[] terms, long keptTerms) {
    return new TermChunk(terms, keptTerms, 0, 0, NONE);
  }

  /** A chunk that has only totals. */
  TermChunk withoutTerms() {
    return new TermChunk(NONE, keptTerms, distinctTerms, rareTerms, topicSizes);
  }

  /** The terms of all chunks that are within the limits, in UTF-8, ascending by code point. */
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
