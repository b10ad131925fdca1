package org.sparkbertopic.embedding.corpus;

import java.io.Serializable;

/** The terms of one document. Serialized as arrays, because Kryo cannot read records. */
final class TermRow implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int[] terms;
  private final int[] counts;

  /**
   * @param terms ascending columns of the vocabulary
   * @param counts {@code [terms]}: how often each occurs, at least once
   */
  TermRow(int[] terms, int[] counts) {
    this.terms = terms;
    this.counts = counts;
  }

  int size() {
    return terms.length;
  }

  int term(int i) {
    return terms[i];
  }

  int count(int i) {
    return counts[i];
  }
}
