package org.sparkbertopic.reduction.neighbors;

import org.sparkbertopic.compute.Workers;

/**
 * The whole numbers of {@link RoundedRows}, three in one long: one multiplication of longs adds
 * three products, in plain Java too, and a row is two thirds as long as in single precision.
 *
 * <p>A row a is a0 + a1 B + a2 B² for each three coordinates, with B = 2^21. It is multiplied with
 * the other row in reverse, b2 + b1 B + b0 B²: the part of the product at B² is a0 b0 + a1 b1 + a2
 * b2 (Kronecker's substitution). The products of all coordinates are added before that part is
 * taken out. It cannot run over: every part of the sum is below 2^20.
 */
final class PackedRows extends RoundedRows {

  /** Rows are padded to a multiple of it: an AVX-512 register holds as many longs. */
  static final int STEP = 8;

  private static final int FIELD = 21;

  private final long[][] packed;

  PackedRows(float[][] rows, Workers workers) {
    super(rows);
    int words = (rows[0].length + 2) / 3;
    this.packed = new long[rows.length][(words + STEP - 1) / STEP * STEP];
    forEachRow(rows.length, workers, row -> pack(rows[row], packed[row]));
  }

  private void pack(float[] row, long[] packed) {
    for (int i = 0; i < row.length; i++) {
      packed[i / 3] += (long) code(row[i]) << (i % 3 * FIELD);
    }
  }

  /** Each three codes of a row in the opposite order. */
  private static void reverse(long[] row, long[] reversed) {
    for (int i = 0; i < row.length; i++) {
      long first = lowest(row[i]);
      long rest = (row[i] - first) >> FIELD;
      long second = lowest(rest);
      long third = (rest - second) >> FIELD;
      reversed[i] = third + (second << FIELD) + (first << (2 * FIELD));
    }
  }

  /** The number with a sign in the lowest field. */
  private static long lowest(long fields) {
    return (fields << (Long.SIZE - FIELD)) >> (Long.SIZE - FIELD);
  }

  /** What products add up to, at B²: the fields below it are rounded away. */
  private static long middle(long sum) {
    long rounded = sum + (1L << (2 * FIELD - 1));
    return (rounded << 1) >> (2 * FIELD + 1);
  }

  @Override
  RowRanks newRanks() {
    return new Ranks();
  }

  private final class Ranks implements RowRanks {
    private final long[] reversed = new long[packed[0].length];
    private final long[] sums = new long[4];
    private int reversedOf = -1;

    @Override
    public float error(float rank) {
      return PackedRows.this.error();
    }

    @Override
    public void toRows(int x, int[] ids, int from, int to, float[] ranks) {
      if (from == to) {
        return;
      }
      if (x != reversedOf) {
        reverse(packed[x], reversed);
        reversedOf = x;
      }
      long[] last = packed[ids[to - 1]];
      for (int i = from; i < to; i += 4) {
        PairLoops.BEST.fourPackedDots(
            reversed,
            packed[ids[i]],
            i + 1 < to ? packed[ids[i + 1]] : last,
            i + 2 < to ? packed[ids[i + 2]] : last,
            i + 3 < to ? packed[ids[i + 3]] : last,
            sums);
        int few = Math.min(4, to - i);
        for (int j = 0; j < few; j++) {
          ranks[i - from + j] = rank(x, ids[i + j], (float) middle(sums[j]));
        }
      }
    }
  }
}
