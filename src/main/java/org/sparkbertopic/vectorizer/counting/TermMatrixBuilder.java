package org.sparkbertopic.vectorizer.counting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparkbertopic.ctfidf.TermMatrix;

/**
 * Turns terms with the counts of their topics, which are columns, into compressed rows. Takes two
 * passes over the terms: the first finds the length of each row.
 */
final class TermMatrixBuilder {

  private final int[] topicIds;
  private final int[] rowPointers;
  private int[] next;
  private int[] columns;
  private double[] values;

  /** Column of the term that is being added. */
  private int column;

  private final TopicCounts.EntrySink countEntry = this::countEntry;
  private final TopicCounts.EntrySink addEntry = this::addEntry;

  private TermMatrixBuilder(int[] topicIds) {
    this.topicIds = topicIds;
    this.rowPointers = new int[topicIds.length + 1];
  }

  /**
   * Builds the matrix of all topics and terms.
   *
   * @param topicIds ascending; all topics of the terms, and possibly others
   * @param terms ascending by code point
   */
  static TermMatrix matrix(int[] topicIds, List<CountedTerm> terms) {
    TermMatrixBuilder builder = new TermMatrixBuilder(topicIds);
    List<String> vocabulary = new ArrayList<>(terms.size());
    for (CountedTerm term : terms) {
      term.readCounts(builder.countEntry);
    }
    builder.allocate();
    for (CountedTerm term : terms) {
      builder.column = vocabulary.size();
      vocabulary.add(term.term());
      term.readCounts(builder.addEntry);
    }
    assert filled(builder) : "the two passes over the terms differ";
    return new TermMatrix(
        topicIds, vocabulary, builder.rowPointers, builder.columns, builder.values);
  }

  /** Whether every row has as many entries as the first pass counted. */
  private static boolean filled(TermMatrixBuilder builder) {
    return Arrays.equals(
        builder.next, Arrays.copyOfRange(builder.rowPointers, 1, builder.rowPointers.length));
  }

  private void countEntry(int topic, long count) {
    int row = rowOf(topic);
    rowPointers[row + 1] = Math.addExact(rowPointers[row + 1], 1);
  }

  private void addEntry(int topic, long count) {
    int entry = next[rowOf(topic)]++;
    columns[entry] = column;
    values[entry] = count;
  }

  private void allocate() {
    for (int row = 0; row < topicIds.length; row++) {
      rowPointers[row + 1] = Math.addExact(rowPointers[row + 1], rowPointers[row]);
    }
    next = Arrays.copyOf(rowPointers, topicIds.length);
    columns = new int[rowPointers[topicIds.length]];
    values = new double[rowPointers[topicIds.length]];
  }

  private int rowOf(int topic) {
    // Topics are usually numbered without gaps.
    int row = topic - topicIds[0];
    return row >= 0 && row < topicIds.length && topicIds[row] == topic
        ? row
        : Arrays.binarySearch(topicIds, topic);
  }
}
