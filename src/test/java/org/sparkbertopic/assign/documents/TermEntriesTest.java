package org.sparkbertopic.assign.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.ctfidf.TermMatrix;

class TermEntriesTest {

  private static final int TERMS = 1_000;

  /** Of rows that have no term, few, many and all. */
  @Test
  void an_entry_is_found_where_a_search_of_the_row_finds_it() {
    Random random = new Random(5);
    double[] shares = {0, 0.001, 0.02, 0.05, 0.5, 1, 0.3};
    int[] pointers = new int[shares.length + 1];
    IntStream.Builder columns = IntStream.builder();
    for (int row = 0; row < shares.length; row++) {
      pointers[row + 1] = pointers[row];
      for (int column = 0; column < TERMS; column++) {
        if (random.nextDouble() < shares[row]) {
          columns.add(column);
          pointers[row + 1]++;
        }
      }
    }
    int[] all = columns.build().toArray();
    List<String> words =
        IntStream.range(0, TERMS).mapToObj(i -> String.valueOf(10_000 + i)).toList();
    TermMatrix matrix =
        new TermMatrix(
            IntStream.range(-1, shares.length - 1).toArray(),
            words,
            pointers,
            all,
            new double[all.length]);
    TermEntries entries = TermEntries.of(matrix);
    for (int row = 0; row < shares.length; row++) {
      for (int column = 0; column < TERMS; column++) {
        int searched = Arrays.binarySearch(all, pointers[row], pointers[row + 1], column);
        assertEquals(
            Math.max(-1, searched), Math.max(-1, entries.find(row, column)), row + ", " + column);
      }
    }
  }
}
