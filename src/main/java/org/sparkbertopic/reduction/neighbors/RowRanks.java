package org.sparkbertopic.reduction.neighbors;

import java.util.function.Supplier;
import org.sparkbertopic.compute.Workers;

/**
 * Compares rows of a neighbour search by their numbers. A rank orders pairs as their distance does
 * (as {@link DistanceKernel} does), has the same bits for (a, b) and (b, a), and does not depend on
 * the machine. Has the scratch space of one thread.
 */
interface RowRanks {

  /**
   * For each thread its own: in whole numbers ({@link RoundedRows}) for rows of length 1, otherwise
   * in single precision.
   */
  static Supplier<RowRanks> of(float[][] rows, DistanceKernel kernel, Workers workers) {
    return kernel == DistanceKernel.ONE_MINUS_DOT
        ? RoundedRows.of(rows, workers)::newRanks
        : () -> new FloatRanks(rows, kernel);
  }

  /** The ranks of x with {@code ids[from .. to)}, written to the beginning of {@code ranks}. */
  void toRows(int x, int[] ids, int from, int to, float[] ranks);

  /** The most by which a rank may differ from the one without rounding. */
  float error(float rank);
}
