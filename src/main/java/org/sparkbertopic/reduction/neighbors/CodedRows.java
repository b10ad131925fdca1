package org.sparkbertopic.reduction.neighbors;

import java.util.Optional;

/**
 * Rows with eight bits a coordinate, for first comparisons: a quarter of the memory traffic, which
 * is what a search through many rows waits for. Each row has its own scale, so that its largest
 * coordinate is 127. Sums of products are whole numbers and do not depend on the order of the
 * additions. For rows of length 1 the cosine of two is right to about 0.001 (384 coordinates); who
 * needs more compares the best ones again.
 */
final class CodedRows {

  /** Rows begin at multiples of it: an AVX-512 register holds as many whole numbers. */
  static final int STEP = 16;

  private static final int LARGEST = 127;

  /** Bytes that a processor reads from memory at once. */
  private static final int LINE = 64;

  /** Of coordinates, so that no sum of products overflows. */
  private static final int LONGEST = Integer.MAX_VALUE / (LARGEST * LARGEST);

  private final int length;
  private final byte[] codes;
  private final float[] scales;

  private CodedRows(int length, byte[] codes, float[] scales) {
    this.length = length;
    this.codes = codes;
    this.scales = scales;
  }

  /** Empty if the rows are too long or too many for one array. */
  static Optional<CodedRows> of(float[][] rows) {
    int length = (rows[0].length + STEP - 1) / STEP * STEP;
    if (length > LONGEST || (long) length * rows.length > Integer.MAX_VALUE - STEP) {
      return Optional.empty();
    }
    byte[] codes = new byte[length * rows.length];
    float[] scales = new float[rows.length];
    for (int row = 0; row < rows.length; row++) {
      float inverse = inverse(rows[row]);
      scales[row] = inverse == 0 ? 0 : 1 / inverse;
      for (int i = 0; i < rows[row].length; i++) {
        codes[row * length + i] = (byte) Math.round(rows[row][i] * inverse);
      }
    }
    return Optional.of(new CodedRows(length, codes, scales));
  }

  /** What a row is multiplied with; 0 for a row of zeros. */
  private static float inverse(float[] row) {
    float largest = 0;
    for (float value : row) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest == 0 ? 0 : LARGEST / largest;
  }

  /** The scratch space for {@link Query#ranks}. */
  Query newQuery() {
    return new Query();
  }

  /** A row that others are compared with. */
  final class Query {
    private final int[] coded = new int[length];
    private final int[] sums = new int[4];
    private float scale;

    void set(float[] row) {
      float inverse = inverse(row);
      scale = inverse == 0 ? 0 : 1 / inverse;
      for (int i = 0; i < row.length; i++) {
        coded[i] = Math.round(row[i] * inverse);
      }
    }

    /** 1 - cosine with the first {@code count} of the rows {@code ids}, to {@code ranks}. */
    void ranks(int[] ids, int count, float[] ranks) {
      // Of no use, but without a use the compiler would leave out the reads.
      sums[0] = fetch(ids, count);
      for (int i = 0; i < count; i += 4) {
        int last = ids[count - 1];
        int b = i + 1 < count ? ids[i + 1] : last;
        int c = i + 2 < count ? ids[i + 2] : last;
        int d = i + 3 < count ? ids[i + 3] : last;
        PairLoops.BEST.fourCodedDots(
            coded, codes, ids[i] * length, b * length, c * length, d * length, sums);
        int few = Math.min(4, count - i);
        for (int j = 0; j < few; j++) {
          ranks[i + j] = 1 - scale * scales[ids[i + j]] * sums[j];
        }
      }
    }

    /**
     * Reads a byte of every line of the rows, and adds them up: reads that do not wait for each
     * other, as those of the products do (decision 0079).
     */
    private int fetch(int[] ids, int count) {
      int sum = 0;
      for (int i = 0; i < count; i++) {
        int from = ids[i] * length;
        for (int at = from; at < from + length; at += LINE) {
          sum += codes[at];
        }
      }
      return sum;
    }
  }
}
