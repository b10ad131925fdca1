package org.sparkbertopic.assign.documents;

import java.util.Arrays;
import org.sparkbertopic.ctfidf.TermMatrix;

/**
 * Where a matrix holds the value of a term in a topic. A row that has one term in {@value
 * #SPARSEST} or more has a bit for each term of the vocabulary, with the number of entries before
 * each 64 bits: a term is found with two reads where a binary search of a long row misses the cache
 * at nearly each step. At most 6 bytes for each entry of such a row. Immutable.
 */
public final class TermEntries {

  /** Ours: the index is at most half as large as the matrix. */
  private static final int SPARSEST = 32;

  private final TermMatrix matrix;

  /** {@code [rows][words of 64 bits]}; null for a row with few terms. */
  private final long[][] bits;

  /** {@code [rows][words of 64 bits]}: the entry that the first set bit of a word stands for. */
  private final int[][] firsts;

  private TermEntries(TermMatrix matrix) {
    this.matrix = matrix;
    this.bits = new long[matrix.rows()][];
    this.firsts = new int[matrix.rows()][];
  }

  public static TermEntries of(TermMatrix matrix) {
    TermEntries entries = new TermEntries(matrix);
    int terms = matrix.vocabulary().size();
    for (int row = 0; row < matrix.rows(); row++) {
      int size = matrix.rowPointers()[row + 1] - matrix.rowPointers()[row];
      if (size >= terms / SPARSEST) {
        entries.index(row, (terms + Long.SIZE - 1) / Long.SIZE);
      }
    }
    return entries;
  }

  private void index(int row, int words) {
    int[] columns = matrix.columns();
    int entry = matrix.rowPointers()[row];
    int end = matrix.rowPointers()[row + 1];
    bits[row] = new long[words];
    firsts[row] = new int[words];
    for (int word = 0; word < words; word++) {
      firsts[row][word] = entry;
      for (; entry < end && columns[entry] / Long.SIZE == word; entry++) {
        bits[row][word] |= 1L << columns[entry];
      }
    }
  }

  /**
   * The place of a term's value.
   *
   * @param row of the matrix, not the topic's id
   * @param column of the term
   * @return the index in {@link TermMatrix#values}; negative if the topic does not have the term
   */
  public int find(int row, int column) {
    long[] set = bits[row];
    if (set == null) {
      return Arrays.binarySearch(
          matrix.columns(), matrix.rowPointers()[row], matrix.rowPointers()[row + 1], column);
    }
    int word = column / Long.SIZE;
    long bit = 1L << column;
    return (set[word] & bit) == 0 ? -1 : firsts[row][word] + Long.bitCount(set[word] & (bit - 1));
  }
}
