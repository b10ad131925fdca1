package org.sparkbertopic.vectorizer.counting;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/**
 * The limits that decide which terms to keep, once all are counted.
 *
 * @param minDocuments smallest number of documents with a term
 * @param maxDocuments largest number of documents with a term
 * @param minOccurrences smallest number of occurrences
 * @param last the last term by code points to keep with exactly {@code minOccurrences}, in UTF-8;
 *     null: all of them
 */
record TermLimits(double minDocuments, double maxDocuments, long minOccurrences, byte[] last)
    implements Serializable {

  /** Every term. */
  static final TermLimits NONE = new TermLimits(0, Double.POSITIVE_INFINITY, 0, null);

  static TermLimits ofDocuments(double minDocuments, double maxDocuments) {
    return new TermLimits(minDocuments, maxDocuments, 0, null);
  }

  /** Only terms up to and including the given one, by occurrences and then by code points. */
  TermLimits upTo(long occurrences, String term) {
    return new TermLimits(
        minDocuments, maxDocuments, occurrences, term.getBytes(StandardCharsets.UTF_8));
  }

  boolean allow(CountedTerm term) {
    if (term.documents() < minDocuments
        || term.documents() > maxDocuments
        || term.occurrences() < minOccurrences) {
      return false;
    }
    return last == null || term.occurrences() > minOccurrences || term.compareTermTo(last) <= 0;
  }
}
