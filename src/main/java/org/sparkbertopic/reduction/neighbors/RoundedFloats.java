package org.sparkbertopic.reduction.neighbors;

import org.sparkbertopic.compute.Workers;

/**
 * The whole numbers of {@link RoundedRows} as floats: their sums are below 2^24, so every one is
 * exact. For the Vector API where registers have no product of longs (AVX2); a row takes half as
 * much memory again as in {@link PackedRows}.
 */
final class RoundedFloats extends RoundedRows {

  private final float[][] codes;

  RoundedFloats(float[][] rows, Workers workers) {
    super(rows);
    this.codes = new float[rows.length][rows[0].length];
    forEachRow(rows.length, workers, row -> encode(rows[row], codes[row]));
  }

  private void encode(float[] row, float[] encoded) {
    for (int i = 0; i < row.length; i++) {
      encoded[i] = code(row[i]);
    }
  }

  @Override
  RowRanks newRanks() {
    return new Ranks();
  }

  private final class Ranks implements RowRanks {
    private final float[] four = new float[PairLoops.FOUR];

    @Override
    public float error(float rank) {
      return RoundedFloats.this.error();
    }

    @Override
    public void toRows(int x, int[] ids, int from, int to, float[] ranks) {
      DistanceKernel.ONE_MINUS_DOT.toRows(codes[x], codes, ids, from, to, ranks, four);
      for (int i = from; i < to; i++) {
        ranks[i - from] = rank(x, ids[i], 1 - ranks[i - from]);
      }
    }
  }
}
