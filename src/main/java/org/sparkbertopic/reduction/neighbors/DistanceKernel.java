package org.sparkbertopic.reduction.neighbors;

import java.util.Arrays;

/**
 * Compares prepared vectors (see {@link MetricSpace}) during a neighbour search. A rank orders
 * pairs as their distance does, in single precision. It has the same bits for (a, b) and (b, a),
 * for one pair or four at a time, and for every implementation of {@link PairLoops}.
 *
 * <p>Comparisons with a tile of columns use separate loops, which the JIT compiler vectorises;
 * these ranks may differ in the last bits. Lengths are multiples of {@link MetricSpace#LANES}.
 */
enum DistanceKernel {
  /** For vectors of length 1 or 0. */
  ONE_MINUS_DOT {
    @Override
    float between(float[] a, float[] b) {
      return 1 - LOOPS.dot(a, b);
    }

    @Override
    void toFour(float[] x, float[] a, float[] b, float[] c, float[] d, float[] ranks) {
      LOOPS.fourDots(x, a, b, c, d, ranks);
      for (int i = 0; i < 4; i++) {
        ranks[i] = 1 - ranks[i];
      }
    }

    @Override
    void toTile(float[] x, float[][] tile, float[] ranks) {
      Arrays.fill(ranks, 1f);
      for (int i = 0; i < x.length; i += 4) {
        subtractProducts(
            x[i],
            x[i + 1],
            x[i + 2],
            x[i + 3],
            tile[i],
            tile[i + 1],
            tile[i + 2],
            tile[i + 3],
            ranks);
      }
    }

    private void subtractProducts(
        float x0,
        float x1,
        float x2,
        float x3,
        float[] y0,
        float[] y1,
        float[] y2,
        float[] y3,
        float[] sums) {
      for (int j = 0; j < sums.length; j++) {
        sums[j] -= (x0 * y0[j] + x1 * y1[j]) + (x2 * y2[j] + x3 * y3[j]);
      }
    }

    @Override
    double exact(float[] a, float[] b) {
      // Half the squared difference: for unit vectors that is 1 - cosine, without cancellation.
      return isZero(a) || isZero(b) ? 1 : LOOPS.exactSquares(a, b) / 2;
    }
  },

  /** Ranks by the squared length of the difference. */
  SQUARED_EUCLIDEAN {
    @Override
    float between(float[] a, float[] b) {
      return LOOPS.squares(a, b);
    }

    @Override
    void toFour(float[] x, float[] a, float[] b, float[] c, float[] d, float[] ranks) {
      LOOPS.fourSquares(x, a, b, c, d, ranks);
    }

    @Override
    void toTile(float[] x, float[][] tile, float[] ranks) {
      Arrays.fill(ranks, 0f);
      for (int i = 0; i < x.length; i += 4) {
        addSquares(
            x[i],
            x[i + 1],
            x[i + 2],
            x[i + 3],
            tile[i],
            tile[i + 1],
            tile[i + 2],
            tile[i + 3],
            ranks);
      }
    }

    private void addSquares(
        float x0,
        float x1,
        float x2,
        float x3,
        float[] y0,
        float[] y1,
        float[] y2,
        float[] y3,
        float[] sums) {
      for (int j = 0; j < sums.length; j++) {
        float d0 = x0 - y0[j];
        float d1 = x1 - y1[j];
        float d2 = x2 - y2[j];
        float d3 = x3 - y3[j];
        sums[j] += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
      }
    }

    @Override
    double exact(float[] a, float[] b) {
      return Math.sqrt(LOOPS.exactSquares(a, b));
    }
  },

  /** Ranks by the sum of absolute differences. */
  MANHATTAN {
    @Override
    float between(float[] a, float[] b) {
      return LOOPS.differences(a, b);
    }

    @Override
    void toFour(float[] x, float[] a, float[] b, float[] c, float[] d, float[] ranks) {
      LOOPS.fourDifferences(x, a, b, c, d, ranks);
    }

    @Override
    void toTile(float[] x, float[][] tile, float[] ranks) {
      Arrays.fill(ranks, 0f);
      for (int i = 0; i < x.length; i += 4) {
        addDifferences(
            x[i],
            x[i + 1],
            x[i + 2],
            x[i + 3],
            tile[i],
            tile[i + 1],
            tile[i + 2],
            tile[i + 3],
            ranks);
      }
    }

    private void addDifferences(
        float x0,
        float x1,
        float x2,
        float x3,
        float[] y0,
        float[] y1,
        float[] y2,
        float[] y3,
        float[] sums) {
      for (int j = 0; j < sums.length; j++) {
        sums[j] +=
            (Math.abs(x0 - y0[j]) + Math.abs(x1 - y1[j]))
                + (Math.abs(x2 - y2[j]) + Math.abs(x3 - y3[j]));
      }
    }

    @Override
    double exact(float[] a, float[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += Math.abs((double) a[i] - b[i]);
      }
      return sum;
    }
  };

  private static final PairLoops LOOPS = PairLoops.BEST;

  /** The rank of one pair. */
  abstract float between(float[] a, float[] b);

  /** The ranks of x with four others, to {@code ranks[0..3]} of {@link PairLoops#FOUR}. */
  abstract void toFour(float[] x, float[] a, float[] b, float[] c, float[] d, float[] ranks);

  /** The ranks of x with the columns of {@code tile [coordinate][column]}. */
  abstract void toTile(float[] x, float[][] tile, float[] ranks);

  /** The distance itself, in double precision. */
  abstract double exact(float[] a, float[] b);

  private static boolean isZero(float[] row) {
    for (float value : row) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The ranks of x with {@code rows[ids[from .. to)]}, written to the beginning of {@code ranks}.
   *
   * @param four scratch of length {@link PairLoops#FOUR}
   */
  final void toRows(
      float[] x, float[][] rows, int[] ids, int from, int to, float[] ranks, float[] four) {
    int i = from;
    for (; i + 4 <= to; i += 4) {
      toFour(x, rows[ids[i]], rows[ids[i + 1]], rows[ids[i + 2]], rows[ids[i + 3]], four);
      System.arraycopy(four, 0, ranks, i - from, 4);
    }
    if (i + 1 == to) {
      ranks[i - from] = between(x, rows[ids[i]]);
    } else if (i < to) {
      // Four at a time take hardly longer than two alone.
      float[] last = rows[ids[to - 1]];
      toFour(x, rows[ids[i]], rows[ids[i + 1]], last, last, four);
      System.arraycopy(four, 0, ranks, i - from, to - i);
    }
  }
}
