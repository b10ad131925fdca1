package org.sparkbertopic.reduction.neighbors;

import java.util.Arrays;

/**
 * The distinct rows among prepared rows, in order of first appearance, with a hash table to look
 * them up. Equal rows are one point of the layout, so a training row that is transformed later has
 * a single position.
 */
public final class DistinctRows {

  private final float[][] rows;
  private final int[] table;

  private DistinctRows(float[][] rows, int[] table) {
    this.rows = rows;
    this.table = table;
  }

  /** Takes rows that are known to be distinct. */
  public static DistinctRows ofDistinct(float[][] rows) {
    int[] table = emptyTable(rows.length);
    for (int i = 0; i < rows.length; i++) {
      table[slot(table, rows, rows[i])] = i;
    }
    return new DistinctRows(rows, table);
  }

  /**
   * Finds the distinct rows.
   *
   * @param distinctOf receives, for every row, the number of its distinct row
   */
  public static DistinctRows of(float[][] rows, int[] distinctOf) {
    int[] table = emptyTable(rows.length);
    float[][] distinct = new float[rows.length][];
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      int slot = slot(table, distinct, rows[i]);
      if (table[slot] < 0) {
        table[slot] = count;
        distinct[count++] = rows[i];
      }
      distinctOf[i] = table[slot];
    }
    return new DistinctRows(Arrays.copyOf(distinct, count), table);
  }

  public float[][] rows() {
    return rows;
  }

  /** The number of the row with this content, or -1. */
  public int find(float[] prepared) {
    return table[slot(table, rows, prepared)];
  }

  private static int[] emptyTable(int rows) {
    int size = Integer.highestOneBit(Math.max(4, Math.min(rows, 1 << 28))) * 4;
    int[] table = new int[size];
    Arrays.fill(table, -1);
    return table;
  }

  private static int slot(int[] table, float[][] rows, float[] row) {
    int mask = table.length - 1;
    int slot = (int) (MetricSpace.hash(row) >>> 7) & mask;
    while (table[slot] >= 0 && !MetricSpace.same(rows[table[slot]], row)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
