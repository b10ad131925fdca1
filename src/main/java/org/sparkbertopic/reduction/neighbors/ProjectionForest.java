package org.sparkbertopic.reduction.neighbors;

import java.util.Arrays;
import java.util.function.Supplier;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;

/**
 * Random-projection trees over the same rows (Dasgupta and Freund, STOC 2008), for groups of rows
 * that are likely to be near each other. All planes of all trees are perpendicular to a line
 * between two of a few rows, the pivots. Every row is compared with the pivots once; a split then
 * only subtracts two numbers per row. A split draws several pairs of pivots at random, takes the
 * one along which its rows vary most, and cuts at their median. Time: rows x pivots x dimension,
 * whatever the number of trees, and rows x depth for each. Memory: 256 bytes a row.
 */
final class ProjectionForest {

  /** Pivots of all trees, 256 bytes per row (decision 0010). */
  private static final int PIVOTS = 64;

  /**
   * Pairs of pivots that a split tries; with one, leaves hold fewer true neighbours (decision
   * 0010).
   */
  private static final int TRIES = 12;

  /** Rows of a node that a split samples to rate a pair and to find the median. */
  private static final int SAMPLE = 33;

  private static final int ROW_GRAIN = 256;
  private static final long PIVOTS_KEY = ~0L;

  private final float[][] ranks;
  private final int leafSize;
  private final long seed;

  private ProjectionForest(float[][] ranks, int leafSize, long seed) {
    this.ranks = ranks;
    this.leafSize = leafSize;
    this.seed = seed;
  }

  /**
   * The leaves of a tree.
   *
   * @param members row numbers, leaf after leaf
   * @param starts {@code [leaves + 1]}: where the leaves begin
   */
  record Leaves(int[] members, int[] starts) {

    int count() {
      return starts.length - 1;
    }
  }

  /**
   * Compares all rows with the pivots.
   *
   * @param dots ranks by 1 - product of rows, of one thread
   */
  static ProjectionForest of(
      int rows, Supplier<RowRanks> dots, int leafSize, long seed, Workers workers) {
    int[] pivots = new int[PIVOTS];
    Arrays.setAll(
        pivots, i -> CounterRandom.bounded(CounterRandom.bits(seed, PIVOTS_KEY, i), rows));
    float[][] ranks = new float[PIVOTS][rows];
    workers.forEachRange(
        rows,
        ROW_GRAIN,
        (from, to) -> {
          float[] ofRow = new float[PIVOTS];
          RowRanks ofRange = dots.get();
          for (int i = from; i < to; i++) {
            ofRange.toRows(i, pivots, 0, PIVOTS, ofRow);
            for (int pivot = 0; pivot < PIVOTS; pivot++) {
              ranks[pivot][i] = ofRow[pivot];
            }
          }
        });
    return new ProjectionForest(ranks, leafSize, seed);
  }

  /** Builds a tree whose leaves hold at most {@code leafSize} rows. */
  Leaves leaves(int tree) {
    return new Builder(CounterRandom.bits(seed, tree)).build();
  }

  private final class Builder {
    private final long treeSeed;
    private final int[] members = new int[ranks[0].length];
    private final int[] scratch = new int[members.length];
    private final float[] sample = new float[SAMPLE];
    private final float[] sorted = new float[SAMPLE];

    Builder(long treeSeed) {
      this.treeSeed = treeSeed;
      Arrays.setAll(members, i -> i);
    }

    Leaves build() {
      int[] starts = new int[64];
      int leaves = 0;
      // Ends of the parts still to split, the next one last: depth first.
      int[] ends = new int[64];
      int open = 1;
      ends[0] = members.length;
      int from = 0;
      for (long node = 0; open > 0; ) {
        int to = ends[open - 1];
        if (to - from <= leafSize) {
          leaves++;
          starts = leaves == starts.length ? Arrays.copyOf(starts, 2 * leaves) : starts;
          starts[leaves] = to;
          from = to;
          open--;
        } else {
          ends = open == ends.length ? Arrays.copyOf(ends, 2 * open) : ends;
          ends[open++] = split(CounterRandom.bits(treeSeed, node++), from, to);
        }
      }
      return new Leaves(members, Arrays.copyOf(starts, leaves + 1));
    }

    /** Moves the rows below the median of the chosen pair to the front; returns where they end. */
    private int split(long lot, int from, int to) {
      double widest = -1;
      float[] one = ranks[0];
      float[] other = one;
      for (int i = 0; i < TRIES; i++) {
        long bits = CounterRandom.next(lot, i);
        int first = CounterRandom.bounded(bits, PIVOTS);
        int second = CounterRandom.bounded(bits << 32, PIVOTS - 1);
        float[] a = ranks[first];
        float[] b = ranks[second < first ? second : second + 1];
        double spread = spread(a, b, from, to);
        if (spread > widest) {
          widest = spread;
          one = a;
          other = b;
          System.arraycopy(sample, 0, sorted, 0, SAMPLE);
        }
      }
      Arrays.sort(sorted);
      float middle = sorted[SAMPLE / 2];
      int front = from;
      int back = 0;
      for (int i = from; i < to; i++) {
        int row = members[i];
        if (one[row] - other[row] < middle) {
          members[front++] = row;
        } else {
          scratch[back++] = row;
        }
      }
      System.arraycopy(scratch, 0, members, front, back);
      // If the plane separates nothing, any cut will do; halves keep the tree shallow.
      int smallest = (to - from) / 16;
      return front - from > smallest && back > smallest ? front : from + (to - from) / 2;
    }

    /** The variance of the sample along the line of two pivots. */
    private double spread(float[] a, float[] b, int from, int to) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < SAMPLE; i++) {
        int row = members[from + (int) ((long) i * (to - from) / SAMPLE)];
        float value = a[row] - b[row];
        sample[i] = value;
        sum += value;
        squares += (double) value * value;
      }
      return squares - sum * sum / SAMPLE;
    }
  }
}
