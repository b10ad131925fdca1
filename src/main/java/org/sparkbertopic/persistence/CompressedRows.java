package org.sparkbertopic.persistence;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.CodePointOrder;
import org.sparkbertopic.ctfidf.TermMatrix;

/**
 * Converts SciPy's compressed rows to a {@link TermMatrix}. SciPy stores the columns of a row in
 * any order, and an online vectorizer orders them as its vocabulary.
 */
record CompressedRows(int[] rowPointers, int[] columns, double[] values) {

  /**
   * @throws IllegalArgumentException if the arrays are inconsistent
   */
  ClassTfidfModel toModel(PythonCtfidf.Config config, int[] topicIds, double[] idf) {
    String[] vocabulary = config.vocabulary();
    check(topicIds.length, vocabulary.length);
    int[] order = ascending(vocabulary);
    int[] place = new int[order.length];
    String[] words = new String[order.length];
    double[] orderedIdf = new double[order.length];
    for (int column = 0; column < order.length; column++) {
      place[order[column]] = column;
      words[column] = vocabulary[order[column]];
      orderedIdf[column] = idf[order[column]];
    }
    int[] sortedColumns = new int[columns.length];
    double[] sortedValues = new double[values.length];
    for (int row = 0; row < topicIds.length; row++) {
      sortRow(rowPointers[row], rowPointers[row + 1], place, sortedColumns, sortedValues);
    }
    TermMatrix weights =
        new TermMatrix(topicIds, Arrays.asList(words), rowPointers, sortedColumns, sortedValues);
    return new ClassTfidfModel(config.parameters(), weights, orderedIdf);
  }

  private void check(int rows, int terms) {
    if (rowPointers.length != rows + 1
        || rowPointers[0] != 0
        || rowPointers[rows] != columns.length
        || columns.length != values.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "indptr of %d rows, %d indices and %d data do not fit %d topics",
              rowPointers.length - 1,
              columns.length,
              values.length,
              rows));
    }
    for (int row = 0; row < rows; row++) {
      if (rowPointers[row] > rowPointers[row + 1]) {
        throw new IllegalArgumentException("indptr falls at row " + row);
      }
    }
    for (int column : columns) {
      if (column < 0 || column >= terms) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "indices must be below %d, got %d", terms, column));
      }
    }
  }

  private void sortRow(int from, int to, int[] place, int[] sortedColumns, double[] sortedValues) {
    long[] keys = new long[to - from];
    for (int i = from; i < to; i++) {
      keys[i - from] = ((long) place[columns[i]] << Integer.SIZE) | i;
    }
    Arrays.sort(keys);
    for (int i = from; i < to; i++) {
      sortedColumns[i] = (int) (keys[i - from] >>> Integer.SIZE);
      sortedValues[i] = values[(int) keys[i - from]];
    }
  }

  /** Sorts columns by the code points of their words. */
  private static int[] ascending(String[] words) {
    return IntStream.range(0, words.length)
        .boxed()
        .sorted(Comparator.comparing((Integer column) -> words[column], CodePointOrder.ASCENDING))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
