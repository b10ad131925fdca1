package org.sparkbertopic.reduction.neighbors;

import org.sparkbertopic.compute.Workers;

/**
 * Rows of length 1 as whole numbers, three coordinates in one long, for the many comparisons of
 * {@link NeighborDescent}: one multiplication of longs adds three products, in plain Java too, and
 * a row is two thirds as long as in single precision.
 *
 * <p>A row a is a0 + a1 B + a2 B² for each three coordinates, with B = 2^21. It is multiplied with
 * the other row in reverse, b2 + b1 B + b0 B²: the part of the product at B² is a0 b0 + a1 b1 + a2
 * b2 (Kronecker's substitution). The products of all coordinates are added before that part is
 * taken out. It cannot run over: rows are scaled so that no code is longer than 1023, so every part
 * of the sum is below 2^20.
 *
 * <p>Sums of whole numbers do not depend on the order of the additions, so they have the same bits
 * in every implementation of {@link PairLoops}. A coordinate is right to 0.0005; the cosine of two
 * rows differs by 0.0004 (a standard deviation, whatever the number of coordinates) and at most by
 * 0.02 for 384 coordinates. That is too much among near-duplicates: rows nearer than {@link #NEAR}
 * are compared again in single precision.
 */
final class PackedRows {

  /** Rows are padded to a multiple of it: an AVX-512 register holds as many longs. */
  static final int STEP = 8;

  private static final int FIELD = 21;

  /** Of a row in codes: its square is below 2^20. */
  private static final int LONGEST = 1023;

  /** Ours: at this rank the rounding is a hundredth of it. */
  private static final float NEAR = 0x1p-4f;

  private static final int ROW_GRAIN = 256;

  private final float[][] rows;
  private final long[][] packed;

  /** 1 / the square of the length of a row in codes. */
  private final float unit;

  /** By the rounding of both rows. */
  private final float error;

  private PackedRows(float[][] rows, long[][] packed, float scale, double rounding) {
    this.rows = rows;
    this.packed = packed;
    this.unit = 1 / (scale * scale);
    double ofRow = rounding / scale;
    this.error = (float) (2 * ofRow + ofRow * ofRow);
  }

  /**
   * @param rows of length 1 or 0
   */
  static PackedRows of(float[][] rows, Workers workers) {
    // Half of a diagonal, and the rounding of lengths in single precision.
    double rounding = 0.5 * Math.sqrt(rows[0].length) + 0.01;
    float scale = (float) (LONGEST - rounding);
    int words = (rows[0].length + 2) / 3;
    long[][] packed = new long[rows.length][(words + STEP - 1) / STEP * STEP];
    workers.forEachRange(
        rows.length,
        ROW_GRAIN,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            pack(rows[row], scale, packed[row]);
          }
        });
    return new PackedRows(rows, packed, scale, rounding);
  }

  private static void pack(float[] row, float scale, long[] packed) {
    for (int i = 0; i < row.length; i++) {
      packed[i / 3] += (long) Math.round(row[i] * scale) << (i % 3 * FIELD);
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

  /** The ranks of one thread. */
  RowRanks newRanks() {
    return new Ranks();
  }

  private final class Ranks implements RowRanks {
    private final long[] reversed = new long[packed[0].length];
    private final long[] sums = new long[4];
    private int reversedOf = -1;

    @Override
    public float error(float rank) {
      return error;
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
          ranks[i - from + j] = rank(x, ids[i + j], sums[j]);
        }
      }
    }

    private float rank(int x, int other, long sum) {
      float rank = 1 - middle(sum) * unit;
      return rank < NEAR ? DistanceKernel.ONE_MINUS_DOT.between(rows[x], rows[other]) : rank;
    }
  }
}
