package org.sparkbertopic.reduction.neighbors;

/** Ranks in single precision, by a {@link DistanceKernel}. */
final class FloatRanks implements RowRanks {

  private final float[][] rows;
  private final DistanceKernel kernel;
  private final float[] sums = new float[PairLoops.FOUR];

  FloatRanks(float[][] rows, DistanceKernel kernel) {
    this.rows = rows;
    this.kernel = kernel;
  }

  @Override
  public float error(float rank) {
    return error(rows[0].length, rank);
  }

  /**
   * Of a sum of products or squares in single precision, added in {@link PairLoops#LANES} lanes.
   */
  static float error(int length, float rank) {
    return (length / PairLoops.LANES + PairLoops.LANES) * 0x1p-22f * Math.max(1, rank);
  }

  @Override
  public void toRows(int x, int[] ids, int from, int to, float[] ranks) {
    kernel.toRows(rows[x], rows, ids, from, to, ranks, sums);
  }
}
