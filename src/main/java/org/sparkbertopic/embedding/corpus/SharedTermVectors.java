package org.sparkbertopic.embedding.corpus;

import java.io.Serializable;
import org.sparkbertopic.vectorizer.TermDictionary;
import org.sparkbertopic.vectorizer.counting.TermVectors;

/**
 * Term vectors as a broadcast, with the index of the terms that all tasks of a JVM share.
 * Serialized as arrays, because Kryo cannot read records.
 */
final class SharedTermVectors implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String[] terms;
  private final float[][] vectors;

  private transient volatile TermDictionary dictionary;

  SharedTermVectors(TermVectors learnt) {
    this.terms = learnt.terms().toArray(new String[0]);
    this.vectors = learnt.vectors();
  }

  float[][] vectors() {
    return vectors;
  }

  /** Numbers the terms as the rows of {@link #vectors}. */
  TermDictionary dictionary() {
    if (dictionary == null) {
      synchronized (this) {
        if (dictionary == null) {
          TermDictionary built = new TermDictionary();
          for (String term : terms) {
            built.add(term);
          }
          dictionary = built;
        }
      }
    }
    return dictionary;
  }
}
