package org.sparkbertopic.operations.merging;

import java.util.Arrays;
import java.util.List;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.topics.TopicMapping;

/** Sums of rows of counts: exact, since counts are integers. */
final class MergedCounts {

  private MergedCounts() {}

  /** The counts of the topics that a mapping gives; the vocabulary stays. */
  static TermMatrix of(TermMatrix counts, TopicMapping mapping) {
    int[] ids = mapping.newIds();
    int[][] columns = new int[ids.length][];
    double[][] values = new double[ids.length][];
    int[] pointers = new int[ids.length + 1];
    double[] sums = new double[counts.vocabulary().size()];
    for (int row = 0; row < ids.length; row++) {
      List<Integer> sources = mapping.sources(ids[row]);
      for (int source : sources) {
        int from = counts.rowOf(source);
        for (int e = counts.rowPointers()[from]; e < counts.rowPointers()[from + 1]; e++) {
          sums[counts.columns()[e]] += counts.values()[e];
        }
      }
      columns[row] = columnsOf(counts, sources);
      values[row] = Arrays.stream(columns[row]).mapToDouble(column -> sums[column]).toArray();
      Arrays.fill(sums, 0);
      pointers[row + 1] = pointers[row] + columns[row].length;
    }
    return new TermMatrix(
        ids,
        counts.vocabulary(),
        pointers,
        Arrays.stream(columns).flatMapToInt(Arrays::stream).toArray(),
        Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray());
  }

  private static int[] columnsOf(TermMatrix counts, List<Integer> topics) {
    return topics.stream()
        .mapToInt(counts::rowOf)
        .boxed()
        .flatMapToInt(
            row ->
                Arrays.stream(
                    counts.columns(), counts.rowPointers()[row], counts.rowPointers()[row + 1]))
        .sorted()
        .distinct()
        .toArray();
  }

  /** One row of counts while a tree is built: columns ascending. */
  record Row(int[] columns, double[] counts) {

    static Row of(TermMatrix counts, int row) {
      int from = counts.rowPointers()[row];
      int to = counts.rowPointers()[row + 1];
      return new Row(
          Arrays.copyOfRange(counts.columns(), from, to),
          Arrays.copyOfRange(counts.values(), from, to));
    }

    Row plus(Row other) {
      int[] sumColumns = new int[columns.length + other.columns.length];
      double[] sums = new double[sumColumns.length];
      int a = 0;
      int b = 0;
      int size = 0;
      while (a < columns.length || b < other.columns.length) {
        int columnA = a < columns.length ? columns[a] : Integer.MAX_VALUE;
        int columnB = b < other.columns.length ? other.columns[b] : Integer.MAX_VALUE;
        sumColumns[size] = Math.min(columnA, columnB);
        sums[size++] =
            (columnA <= columnB ? counts[a++] : 0) + (columnB <= columnA ? other.counts[b++] : 0);
      }
      return new Row(Arrays.copyOf(sumColumns, size), Arrays.copyOf(sums, size));
    }
  }
}
