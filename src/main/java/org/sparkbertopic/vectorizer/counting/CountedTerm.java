package org.sparkbertopic.vectorizer.counting;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A term with its counts: a view of bytes that hold many terms:
 *
 * <pre>
 * length, UTF-8 of the term, documents, occurrences, length, list of topics as {@link TopicCounts}
 * </pre>
 *
 * Terms are compared by code points, which is the order of their UTF-8 bytes.
 */
final class CountedTerm {

  private final byte[] bytes;
  private final int from;
  private final int termFrom;
  private final int termTo;
  private final long documents;
  private final long occurrences;
  private final int countsFrom;
  private final int to;

  private CountedTerm(byte[] bytes, PackedReader reader) {
    this.bytes = bytes;
    from = reader.position();
    int length = (int) reader.readNumber();
    termFrom = reader.position();
    termTo = termFrom + length;
    reader.skip(length);
    documents = reader.readNumber();
    occurrences = reader.readNumber();
    int countsLength = (int) reader.readNumber();
    countsFrom = reader.position();
    to = countsFrom + countsLength;
    reader.skip(countsLength);
  }

  /** Appends the terms of the bytes that are within the limits. */
  static void read(byte[] bytes, TermLimits limits, List<CountedTerm> terms) {
    PackedReader reader = new PackedReader().over(bytes, 0, bytes.length);
    while (reader.hasNext()) {
      CountedTerm term = new CountedTerm(bytes, reader);
      if (limits.allow(term)) {
        terms.add(term);
      }
    }
  }

  String term() {
    return new String(bytes, termFrom, termTo - termFrom, StandardCharsets.UTF_8);
  }

  /** Number of documents with the term. */
  long documents() {
    return documents;
  }

  /** Occurrences in all documents. */
  long occurrences() {
    return occurrences;
  }

  /** Passes the term's topics and counts to the sink, ascending by topic. */
  void readCounts(TopicCounts.EntrySink sink) {
    TopicCounts.read(new PackedReader().over(bytes, countsFrom, to), sink);
  }

  void write(PackedWriter out) {
    out.writeBytes(bytes, from, to - from);
  }

  /** Compares by code points. */
  static int compareTerms(CountedTerm a, CountedTerm b) {
    return Arrays.compareUnsigned(a.bytes, a.termFrom, a.termTo, b.bytes, b.termFrom, b.termTo);
  }

  /** Compares by code points with a term in UTF-8. */
  int compareTermTo(byte[] utf8) {
    return Arrays.compareUnsigned(bytes, termFrom, termTo, utf8, 0, utf8.length);
  }
}
