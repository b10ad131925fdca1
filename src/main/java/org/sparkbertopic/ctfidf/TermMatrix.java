package org.sparkbertopic.ctfidf;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sparkbertopic.compute.Checks;

/**
 * A sparse topic x term matrix: counts before c-TF-IDF, weights after it. Compressed sparse rows.
 * Every row has the id of its topic, which differs from the row's index.
 *
 * <p>Immutable by agreement: callers must not change the arrays.
 *
 * @param topicIds {@code [rows]} ascending
 * @param vocabulary {@code [columns]} ascending by code point
 * @param rowPointers {@code [rows + 1]}: the entries of row r are from rowPointers[r] to
 *     rowPointers[r + 1]
 * @param columns {@code [entries]}, ascending within a row
 * @param values {@code [entries]}
 */
public record TermMatrix(
    int[] topicIds, List<String> vocabulary, int[] rowPointers, int[] columns, double[] values)
    implements Serializable {

  public TermMatrix {
    vocabulary = List.copyOf(vocabulary);
    if (rowPointers.length != topicIds.length + 1 || rowPointers[0] != 0) {
      throw Checks.invalid(
          "rowPointers must start with 0 and have one entry more than the %d topics, got %d",
          topicIds.length, rowPointers.length);
    }
    int entries = rowPointers[topicIds.length];
    if (columns.length != entries || values.length != entries) {
      throw Checks.invalid(
          "columns and values must have %d entries as rowPointers say, got %d and %d",
          entries, columns.length, values.length);
    }
    for (int row = 1; row < topicIds.length; row++) {
      if (topicIds[row - 1] >= topicIds[row]) {
        throw new IllegalArgumentException(
            "topicIds must be ascending, got " + Arrays.toString(topicIds));
      }
    }
  }

  public int rows() {
    return topicIds.length;
  }

  /**
   * The row of a topic.
   *
   * @throws IllegalArgumentException if there is no such topic
   */
  public int rowOf(int topicId) {
    int row = Arrays.binarySearch(topicIds, topicId);
    if (row < 0) {
      throw Checks.invalid("topic must be one of %s, got %d", Arrays.toString(topicIds), topicId);
    }
    return row;
  }

  /** Whether another matrix has values for exactly the same topics and terms. */
  public boolean hasCellsOf(TermMatrix other) {
    return Arrays.equals(topicIds, other.topicIds)
        && Arrays.equals(rowPointers, other.rowPointers)
        && Arrays.equals(columns, other.columns)
        && vocabulary.equals(other.vocabulary);
  }

  /**
   * The matrix of some of the rows.
   *
   * @param rows their places, ascending
   */
  public TermMatrix withRows(int[] rows) {
    return picked(rows, Arrays.stream(rows).map(row -> topicIds[row]).toArray());
  }

  /**
   * The same entries under other topic ids, in the order of these.
   *
   * @param ids of the rows, all different
   */
  public TermMatrix withIds(int[] ids) {
    int[] rows =
        IntStream.range(0, ids.length)
            .boxed()
            .sorted(Comparator.comparingInt(row -> ids[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    return picked(rows, Arrays.stream(rows).map(row -> ids[row]).toArray());
  }

  private TermMatrix picked(int[] rows, int[] ids) {
    int[] pointers = new int[rows.length + 1];
    for (int i = 0; i < rows.length; i++) {
      pointers[i + 1] = pointers[i] + rowPointers[rows[i] + 1] - rowPointers[rows[i]];
    }
    int[] newColumns = new int[pointers[rows.length]];
    double[] newValues = new double[newColumns.length];
    for (int i = 0; i < rows.length; i++) {
      int from = rowPointers[rows[i]];
      int length = pointers[i + 1] - pointers[i];
      System.arraycopy(columns, from, newColumns, pointers[i], length);
      System.arraycopy(values, from, newValues, pointers[i], length);
    }
    return new TermMatrix(ids, vocabulary, pointers, newColumns, newValues);
  }

  /** The matrix with further rows that have no entry; shares the columns and values. */
  public TermMatrix withEmptyRows(int[] addedIds) {
    int[] ids =
        IntStream.concat(Arrays.stream(topicIds), Arrays.stream(addedIds)).sorted().toArray();
    int[] pointers = new int[ids.length + 1];
    for (int i = 0; i < ids.length; i++) {
      int row = Arrays.binarySearch(topicIds, ids[i]);
      pointers[i + 1] = row < 0 ? pointers[i] : rowPointers[row + 1];
    }
    return new TermMatrix(ids, vocabulary, pointers, columns, values);
  }

  /** The same entries with other values; shares the other arrays. */
  public TermMatrix withValues(double[] newValues) {
    return new TermMatrix(topicIds, vocabulary, rowPointers, columns, newValues);
  }
}
