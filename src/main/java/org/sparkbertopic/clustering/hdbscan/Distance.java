package org.sparkbertopic.clustering.hdbscan;

import java.util.Arrays;

/**
 * The distances of searches. Searches compare <em>reduced</em> distances, which order pairs as the
 * distances do and need no root.
 *
 * <p>The loops for five dimensions, the usual dimension of layouts, are unrolled, which saves a
 * sixth of a search. The unrolled sums have the same bits as the loops.
 */
enum Distance {
  /** Euclidean distance. Reduced: the sum of squared differences. */
  EUCLIDEAN {
    @Override
    double reduced(double[] a, int aFrom, double[] b, int bFrom, int dimension) {
      if (dimension == FIVE) {
        double d0 = a[aFrom] - b[bFrom];
        double d1 = a[aFrom + 1] - b[bFrom + 1];
        double d2 = a[aFrom + 2] - b[bFrom + 2];
        double d3 = a[aFrom + 3] - b[bFrom + 3];
        double d4 = a[aFrom + 4] - b[bFrom + 4];
        return d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3 + d4 * d4;
      }
      if (dimension >= WIDE) {
        return wide(a, aFrom, b, bFrom, dimension);
      }
      double sum = 0;
      for (int j = 0; j < dimension; j++) {
        double difference = a[aFrom + j] - b[bFrom + j];
        sum += difference * difference;
      }
      return sum;
    }

    // Four at a time: a single sum would have to wait for the addition before it.
    private static double wide(double[] a, int aFrom, double[] b, int bFrom, int dimension) {
      double sum = 0;
      int j = 0;
      for (; j + 3 < dimension; j += 4) {
        double d0 = a[aFrom + j] - b[bFrom + j];
        double d1 = a[aFrom + j + 1] - b[bFrom + j + 1];
        double d2 = a[aFrom + j + 2] - b[bFrom + j + 2];
        double d3 = a[aFrom + j + 3] - b[bFrom + j + 3];
        sum += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
      }
      for (; j < dimension; j++) {
        double d = a[aFrom + j] - b[bFrom + j];
        sum += d * d;
      }
      return sum;
    }

    @Override
    void addFour(
        double x0,
        double x1,
        double x2,
        double x3,
        double[] y0,
        double[] y1,
        double[] y2,
        double[] y3,
        double[] sums) {
      for (int i = 0; i < sums.length; i++) {
        double d0 = x0 - y0[i];
        double d1 = x1 - y1[i];
        double d2 = x2 - y2[i];
        double d3 = x3 - y3[i];
        sums[i] += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
      }
    }

    @Override
    void addOne(double x, double[] y, double[] sums) {
      for (int i = 0; i < sums.length; i++) {
        double d = x - y[i];
        sums[i] += d * d;
      }
    }

    @Override
    double reducedToBox(double[] point, int from, double[] box, int boxFrom, int dimension) {
      if (dimension == FIVE) {
        double d0 = outside(point[from], box[boxFrom], box[boxFrom + 1]);
        double d1 = outside(point[from + 1], box[boxFrom + 2], box[boxFrom + 3]);
        double d2 = outside(point[from + 2], box[boxFrom + 4], box[boxFrom + 5]);
        double d3 = outside(point[from + 3], box[boxFrom + 6], box[boxFrom + 7]);
        double d4 = outside(point[from + 4], box[boxFrom + 8], box[boxFrom + 9]);
        return d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3 + d4 * d4;
      }
      double sum = 0;
      for (int j = 0; j < dimension; j++) {
        double outside = outside(point[from + j], box[boxFrom + 2 * j], box[boxFrom + 2 * j + 1]);
        sum += outside * outside;
      }
      return sum;
    }

    @Override
    double reducedBetweenBoxes(double[] a, int aFrom, double[] b, int bFrom, int dimension) {
      if (dimension == FIVE) {
        double d0 = gap(a[aFrom], a[aFrom + 1], b[bFrom], b[bFrom + 1]);
        double d1 = gap(a[aFrom + 2], a[aFrom + 3], b[bFrom + 2], b[bFrom + 3]);
        double d2 = gap(a[aFrom + 4], a[aFrom + 5], b[bFrom + 4], b[bFrom + 5]);
        double d3 = gap(a[aFrom + 6], a[aFrom + 7], b[bFrom + 6], b[bFrom + 7]);
        double d4 = gap(a[aFrom + 8], a[aFrom + 9], b[bFrom + 8], b[bFrom + 9]);
        return d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3 + d4 * d4;
      }
      double sum = 0;
      for (int j = 0; j < 2 * dimension; j += 2) {
        double gap = gap(a[aFrom + j], a[aFrom + j + 1], b[bFrom + j], b[bFrom + j + 1]);
        sum += gap * gap;
      }
      return sum;
    }

    @Override
    double toDistance(double reduced) {
      return Math.sqrt(reduced);
    }

    @Override
    double toReduced(double distance) {
      return distance * distance;
    }
  },

  /** Sum of absolute differences; the reduced distance is the same. */
  MANHATTAN {
    @Override
    double reduced(double[] a, int aFrom, double[] b, int bFrom, int dimension) {
      double sum = 0;
      int j = 0;
      if (dimension >= WIDE) {
        for (; j + 3 < dimension; j += 4) {
          double d0 = Math.abs(a[aFrom + j] - b[bFrom + j]);
          double d1 = Math.abs(a[aFrom + j + 1] - b[bFrom + j + 1]);
          double d2 = Math.abs(a[aFrom + j + 2] - b[bFrom + j + 2]);
          double d3 = Math.abs(a[aFrom + j + 3] - b[bFrom + j + 3]);
          sum += (d0 + d1) + (d2 + d3);
        }
      }
      for (; j < dimension; j++) {
        sum += Math.abs(a[aFrom + j] - b[bFrom + j]);
      }
      return sum;
    }

    @Override
    void addFour(
        double x0,
        double x1,
        double x2,
        double x3,
        double[] y0,
        double[] y1,
        double[] y2,
        double[] y3,
        double[] sums) {
      for (int i = 0; i < sums.length; i++) {
        double d0 = Math.abs(x0 - y0[i]);
        double d1 = Math.abs(x1 - y1[i]);
        double d2 = Math.abs(x2 - y2[i]);
        double d3 = Math.abs(x3 - y3[i]);
        sums[i] += (d0 + d1) + (d2 + d3);
      }
    }

    @Override
    void addOne(double x, double[] y, double[] sums) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += Math.abs(x - y[i]);
      }
    }

    @Override
    double reducedToBox(double[] point, int from, double[] box, int boxFrom, int dimension) {
      double sum = 0;
      for (int j = 0; j < dimension; j++) {
        sum += outside(point[from + j], box[boxFrom + 2 * j], box[boxFrom + 2 * j + 1]);
      }
      return sum;
    }

    @Override
    double reducedBetweenBoxes(double[] a, int aFrom, double[] b, int bFrom, int dimension) {
      double sum = 0;
      for (int j = 0; j < 2 * dimension; j += 2) {
        sum += gap(a[aFrom + j], a[aFrom + j + 1], b[bFrom + j], b[bFrom + j + 1]);
      }
      return sum;
    }

    @Override
    double toDistance(double reduced) {
      return reduced;
    }

    @Override
    double toReduced(double distance) {
      return distance;
    }
  };

  private static final int FIVE = 5;

  /** From this dimension on coordinates are summed four at a time. */
  static final int WIDE = 16;

  /** Reduced distance of two points in flat arrays; the same bits in either order. */
  abstract double reduced(double[] a, int aFrom, double[] b, int bFrom, int dimension);

  /**
   * Reduced distances of a point to the columns of {@code tile [coordinate][column]}, in a loop
   * that the JIT compiler vectorises; the same bits as {@link #reduced} from {@link #WIDE}
   * dimensions on.
   *
   * @param sums receives the distance to each column
   */
  final void reducedToTile(double[] point, int from, double[][] tile, double[] sums) {
    Arrays.fill(sums, 0);
    int j = 0;
    for (; j + 3 < tile.length; j += 4) {
      addFour(
          point[from + j],
          point[from + j + 1],
          point[from + j + 2],
          point[from + j + 3],
          tile[j],
          tile[j + 1],
          tile[j + 2],
          tile[j + 3],
          sums);
    }
    for (; j < tile.length; j++) {
      addOne(point[from + j], tile[j], sums);
    }
  }

  /** Adds the terms of four coordinates of a point to its sums with the columns of a tile. */
  abstract void addFour(
      double x0,
      double x1,
      double x2,
      double x3,
      double[] y0,
      double[] y1,
      double[] y2,
      double[] y3,
      double[] sums);

  abstract void addOne(double x, double[] y, double[] sums);

  /**
   * Reduced distance of a point to a box, given as (low, high) per dimension; at most the distance
   * to any point in the box.
   */
  abstract double reducedToBox(double[] point, int from, double[] box, int boxFrom, int dimension);

  /** Reduced distance between two boxes; at most the distance between any points in them. */
  abstract double reducedBetweenBoxes(double[] a, int aFrom, double[] b, int bFrom, int dimension);

  abstract double toDistance(double reduced);

  abstract double toReduced(double distance);

  private static double outside(double x, double low, double high) {
    return Math.max(0, Math.max(low - x, x - high));
  }

  private static double gap(double lowA, double highA, double lowB, double highB) {
    return Math.max(0, Math.max(lowA - highB, lowB - highA));
  }
}
