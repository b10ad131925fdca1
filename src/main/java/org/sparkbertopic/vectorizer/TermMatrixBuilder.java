package org.sparkbertopic.vectorizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparkbertopic.ctfidf.TermMatrix;

/**
 * Terms with their topics' counts, column by column, to compressed rows. Two passes over the terms:
 * the first tells how long each row is.
 */
final class TermMatrixBuilder {

  private final int[] topicIds;
  private final int[] rowPointers;
  private final List<String> vocabulary = new ArrayList<>();
  private int[] next;
  private int[] columns;
  private double[] values;

  TermMatrixBuilder(int[] topicIds) {
    this.topicIds = topicIds;
    this.rowPointers = new int[topicIds.length + 1];
  }

  /** First pass: the term's counts will be added. */
  void countEntries(byte[] topicCounts) {
    TopicCounts.decode(
        topicCounts,
        (topic, count) -> {
          int row = rowOf(topic);
          rowPointers[row + 1] = Math.addExact(rowPointers[row + 1], 1);
        });
  }

  /** Second pass: adds the next term, ascending by code point. */
  void addTerm(String term, byte[] topicCounts) {
    if (columns == null) {
      allocate();
    }
    int column = vocabulary.size();
    vocabulary.add(term);
    TopicCounts.decode(
        topicCounts,
        (topic, count) -> {
          int entry = next[rowOf(topic)]++;
          columns[entry] = column;
          values[entry] = count;
        });
  }

  TermMatrix build() {
    if (columns == null) {
      allocate();
    }
    return new TermMatrix(topicIds, vocabulary, rowPointers, columns, values);
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
    return Arrays.binarySearch(topicIds, topic);
  }
}
