package org.sparkbertopic.reduction.neighbors;

import java.util.function.IntConsumer;
import org.sparkbertopic.compute.Workers;

/**
 * Rows of length 1 whose coordinates are scaled and rounded to whole numbers, for the many
 * comparisons of {@link NeighborDescent}. Sums of whole numbers do not depend on the order of the
 * additions, so every way to compute them gives the same bits: {@link PackedRows} or {@link
 * RoundedFloats}, whichever is quicker on this machine.
 *
 * <p>A coordinate is right to 0.0005; the cosine of two rows differs by 0.0004 (a standard
 * deviation, whatever the number of coordinates) and at most by 0.02 for 384 coordinates. That is
 * too much among near-duplicates: rows nearer than {@link #NEAR} are compared again in single
 * precision.
 */
abstract class RoundedRows {

  private static final int ROW_GRAIN = 256;

  /** Of a row in codes, so that every sum of products is below 2^20. */
  private static final int LONGEST = 1023;

  /** Ours: at this rank the rounding is a hundredth of it. */
  private static final float NEAR = 0x1p-4f;

  private final float[][] rows;
  private final float scale;

  /** 1 / the square of the length of a row in codes. */
  private final float unit;

  /** By the rounding of both rows. */
  private final float error;

  /**
   * @param rows of length 1 or 0
   */
  RoundedRows(float[][] rows) {
    // Half of a diagonal, and the rounding of lengths in single precision.
    double rounding = 0.5 * Math.sqrt(rows[0].length) + 0.01;
    this.rows = rows;
    this.scale = (float) (LONGEST - rounding);
    this.unit = 1 / (scale * scale);
    double ofRow = rounding / scale;
    this.error = (float) (2 * ofRow + ofRow * ofRow);
  }

  /** As this machine compares them fastest. */
  static RoundedRows of(float[][] rows, Workers workers) {
    return PairLoops.BEST.multipliesLongs()
        ? new PackedRows(rows, workers)
        : new RoundedFloats(rows, workers);
  }

  /** The ranks of one thread. */
  abstract RowRanks newRanks();

  /** Encodes every row. */
  static void forEachRow(int rows, Workers workers, IntConsumer encode) {
    workers.forEachRange(
        rows,
        ROW_GRAIN,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            encode.accept(row);
          }
        });
  }

  /** A coordinate as a whole number. */
  final int code(float coordinate) {
    return Math.round(coordinate * scale);
  }

  /** The most by which a rank may differ from the one without rounding. */
  final float error() {
    return error;
  }

  /**
   * @param product of the codes of both rows: a whole number
   */
  final float rank(int x, int other, float product) {
    float rank = 1 - product * unit;
    return rank < NEAR ? DistanceKernel.ONE_MINUS_DOT.between(rows[x], rows[other]) : rank;
  }
}
