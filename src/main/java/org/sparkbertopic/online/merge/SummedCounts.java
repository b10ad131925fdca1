package org.sparkbertopic.online.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sparkbertopic.ctfidf.CodePointOrder;
import org.sparkbertopic.ctfidf.TermMatrix;

/** Adds the counts of two models, whose vocabularies may differ. Exact: counts are integers. */
final class SummedCounts {

  private final List<String> vocabulary = new ArrayList<>();
  private final double[] sums;
  private final int[] touched;
  private int size;

  private final TermMatrix a;
  private final TermMatrix b;
  private final int[] columnsOfA;
  private final int[] columnsOfB;

  private SummedCounts(TermMatrix a, TermMatrix b) {
    this.a = a;
    this.b = b;
    this.columnsOfA = new int[a.vocabulary().size()];
    this.columnsOfB = new int[b.vocabulary().size()];
    mergeVocabularies();
    this.sums = new double[vocabulary.size()];
    this.touched = new int[vocabulary.size()];
  }

  /**
   * @param ids what the topics of {@code b} are among those of {@code a}, or new ones
   */
  static TermMatrix of(TermMatrix a, TermMatrix b, int[] ids) {
    return new SummedCounts(a, b).sum(ids);
  }

  private void mergeVocabularies() {
    List<String> ofA = a.vocabulary();
    List<String> ofB = b.vocabulary();
    int i = 0;
    int j = 0;
    while (i < ofA.size() || j < ofB.size()) {
      int order =
          i == ofA.size()
              ? 1
              : j == ofB.size() ? -1 : CodePointOrder.ASCENDING.compare(ofA.get(i), ofB.get(j));
      String term = order <= 0 ? ofA.get(i) : ofB.get(j);
      if (order <= 0) {
        columnsOfA[i++] = vocabulary.size();
      }
      if (order >= 0) {
        columnsOfB[j++] = vocabulary.size();
      }
      vocabulary.add(term);
    }
  }

  private TermMatrix sum(int[] idsOfB) {
    int[] ids =
        IntStream.concat(Arrays.stream(a.topicIds()), Arrays.stream(idsOfB))
            .sorted()
            .distinct()
            .toArray();
    int[] pointers = new int[ids.length + 1];
    int[][] columns = new int[ids.length][];
    double[][] values = new double[ids.length][];
    for (int row = 0; row < ids.length; row++) {
      int id = ids[row];
      int inA = Arrays.binarySearch(a.topicIds(), id);
      if (inA >= 0) {
        add(a, inA, columnsOfA);
      }
      for (int other = 0; other < idsOfB.length; other++) {
        if (idsOfB[other] == id) {
          add(b, other, columnsOfB);
        }
      }
      columns[row] = Arrays.copyOf(touched, size);
      Arrays.sort(columns[row]);
      values[row] = Arrays.stream(columns[row]).mapToDouble(column -> sums[column]).toArray();
      Arrays.stream(columns[row]).forEach(column -> sums[column] = 0);
      size = 0;
      pointers[row + 1] = Math.addExact(pointers[row], columns[row].length);
    }
    return new TermMatrix(
        ids,
        vocabulary,
        pointers,
        Arrays.stream(columns).flatMapToInt(Arrays::stream).toArray(),
        Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray());
  }

  private void add(TermMatrix counts, int row, int[] to) {
    for (int e = counts.rowPointers()[row]; e < counts.rowPointers()[row + 1]; e++) {
      int column = to[counts.columns()[e]];
      if (sums[column] == 0) {
        touched[size++] = column;
      }
      sums[column] += counts.values()[e];
    }
  }
}
