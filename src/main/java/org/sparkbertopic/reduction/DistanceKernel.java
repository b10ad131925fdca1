package org.sparkbertopic.reduction;

import java.util.Arrays;

/**
 * The inner loops over two prepared vectors (see {@link MetricSpace}): the only code that looks at
 * coordinates while neighbours are searched. A rank orders pairs as their distance does, in single
 * precision; it is the same bits for (a, b) and (b, a), and the same alone or among four.
 *
 * <p>Every loop keeps several independent sums, because the JIT compiler neither reorders nor
 * vectorises one float sum, and walks over four vectors or a tile of columns at a time, so that a
 * loaded coordinate is used more than once. Lengths are multiples of {@link MetricSpace#LANES}.
 */
enum DistanceKernel {
  /** For vectors of length 1 or 0. */
  ONE_MINUS_DOT {
    @Override
    float between(float[] a, float[] b) {
      float even = 0;
      float odd = 0;
      for (int i = 0; i < a.length; i += 2) {
        even += a[i] * b[i];
        odd += a[i + 1] * b[i + 1];
      }
      return 1 - (even + odd);
    }

    @Override
    void toFour(float[] x, float[] a, float[] b, float[] c, float[] d, float[] ranks) {
      float even0 = 0;
      float even1 = 0;
      float even2 = 0;
      float even3 = 0;
      float odd0 = 0;
      float odd1 = 0;
      float odd2 = 0;
      float odd3 = 0;
      for (int i = 0; i < x.length; i += 2) {
        float xEven = x[i];
        float xOdd = x[i + 1];
        even0 += xEven * a[i];
        odd0 += xOdd * a[i + 1];
        even1 += xEven * b[i];
        odd1 += xOdd * b[i + 1];
        even2 += xEven * c[i];
        odd2 += xOdd * c[i + 1];
        even3 += xEven * d[i];
        odd3 += xOdd * d[i + 1];
      }
      ranks[0] = 1 - (even0 + odd0);
      ranks[1] = 1 - (even1 + odd1);
      ranks[2] = 1 - (even2 + odd2);
      ranks[3] = 1 - (even3 + odd3);
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
      double squares = 0;
      double ofA = 0;
      double ofB = 0;
      for (int i = 0; i < a.length; i++) {
        double difference = (double) a[i] - b[i];
        squares += difference * difference;
        ofA += Math.abs(a[i]);
        ofB += Math.abs(b[i]);
      }
      // Half the squared difference equals 1 - cosine for unit vectors, without cancellation.
      return ofA == 0 || ofB == 0 ? 1 : squares / 2;
    }
  },

  /** Ranks by the squared length of the difference. */
  SQUARED_EUCLIDEAN {
    @Override
    float between(float[] a, float[] b) {
      float even = 0;
      float odd = 0;
      for (int i = 0; i < a.length; i += 2) {
        float atEven = a[i] - b[i];
        float atOdd = a[i + 1] - b[i + 1];
        even += atEven * atEven;
        odd += atOdd * atOdd;
      }
      return even + odd;
    }

    @Override
    void toFour(float[] x, float[] a, float[] b, float[] c, float[] d, float[] ranks) {
      float even0 = 0;
      float even1 = 0;
      float even2 = 0;
      float even3 = 0;
      float odd0 = 0;
      float odd1 = 0;
      float odd2 = 0;
      float odd3 = 0;
      for (int i = 0; i < x.length; i += 2) {
        float xEven = x[i];
        float xOdd = x[i + 1];
        float e0 = xEven - a[i];
        float e1 = xEven - b[i];
        float e2 = xEven - c[i];
        float e3 = xEven - d[i];
        even0 += e0 * e0;
        even1 += e1 * e1;
        even2 += e2 * e2;
        even3 += e3 * e3;
        float o0 = xOdd - a[i + 1];
        float o1 = xOdd - b[i + 1];
        float o2 = xOdd - c[i + 1];
        float o3 = xOdd - d[i + 1];
        odd0 += o0 * o0;
        odd1 += o1 * o1;
        odd2 += o2 * o2;
        odd3 += o3 * o3;
      }
      ranks[0] = even0 + odd0;
      ranks[1] = even1 + odd1;
      ranks[2] = even2 + odd2;
      ranks[3] = even3 + odd3;
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
      double squares = 0;
      for (int i = 0; i < a.length; i++) {
        double difference = (double) a[i] - b[i];
        squares += difference * difference;
      }
      return Math.sqrt(squares);
    }
  },

  /** Ranks by the sum of absolute differences. */
  MANHATTAN {
    @Override
    float between(float[] a, float[] b) {
      float even = 0;
      float odd = 0;
      for (int i = 0; i < a.length; i += 2) {
        even += Math.abs(a[i] - b[i]);
        odd += Math.abs(a[i + 1] - b[i + 1]);
      }
      return even + odd;
    }

    @Override
    void toFour(float[] x, float[] a, float[] b, float[] c, float[] d, float[] ranks) {
      float even0 = 0;
      float even1 = 0;
      float even2 = 0;
      float even3 = 0;
      float odd0 = 0;
      float odd1 = 0;
      float odd2 = 0;
      float odd3 = 0;
      for (int i = 0; i < x.length; i += 2) {
        float xEven = x[i];
        float xOdd = x[i + 1];
        even0 += Math.abs(xEven - a[i]);
        even1 += Math.abs(xEven - b[i]);
        even2 += Math.abs(xEven - c[i]);
        even3 += Math.abs(xEven - d[i]);
        odd0 += Math.abs(xOdd - a[i + 1]);
        odd1 += Math.abs(xOdd - b[i + 1]);
        odd2 += Math.abs(xOdd - c[i + 1]);
        odd3 += Math.abs(xOdd - d[i + 1]);
      }
      ranks[0] = even0 + odd0;
      ranks[1] = even1 + odd1;
      ranks[2] = even2 + odd2;
      ranks[3] = even3 + odd3;
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

  /** The rank of one pair. */
  abstract float between(float[] a, float[] b);

  /** The ranks of x with four others, to {@code ranks[0..3]}. */
  abstract void toFour(float[] x, float[] a, float[] b, float[] c, float[] d, float[] ranks);

  /** The ranks of x with the columns of {@code tile [coordinate][column]}. */
  abstract void toTile(float[] x, float[][] tile, float[] ranks);

  /** The distance itself, in double precision. */
  abstract double exact(float[] a, float[] b);

  /**
   * The ranks of x with {@code rows[ids[from .. to)]}, to the front of {@code ranks}.
   *
   * @param four scratch of length 4
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
