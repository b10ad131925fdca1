package org.sparkbertopic.reduction.neighbors;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleConsumer;
import org.sparkbertopic.compute.ProductDevice;
import org.sparkbertopic.compute.Workers;

/**
 * The rows nearest to queries, all of them, by a device that computes products. The result is the
 * same on every device and any number of threads: the nearest by the exact distance in double
 * precision, equal ones by row number.
 *
 * <p>With {@code s(q, r) = q r - |r|^2 / 2}, half the squared distance of q and r is {@code |q|^2 /
 * 2 - s(q, r)}. The device gives the rows of the largest s, {@value #MARGIN} more than are wanted;
 * their exact distances are computed here. A sum of n products and an addend, in single precision
 * and any order, is off by at most {@code g = (n + 1) u / (1 - (n + 1) u)} of the sum of its
 * absolute terms, with {@code u = 2^-24} (Higham: Accuracy and Stability of Numerical Algorithms,
 * 2002, section 3.1), here {@code g (|q| R + R^2 / 2)} with R the length of the longest row. Rows
 * that the device left out have no larger score than the smallest that it gave. If even the bound
 * does not bring one of them as near as the last row wanted, none is missing. Otherwise more rows
 * are asked for, and if that does not do either, all rows are compared. The scores that the device
 * gave are held against the same bound, so that one that computes in less than single precision is
 * an error and not a wrong neighbour.
 *
 * <p>Time for a query: rows x dimension products on the device, and some 30 exact distances.
 * Memory: that of the device.
 */
public final class ExactSearch implements AutoCloseable {

  /** Rows beside the wanted ones whose exact distances are computed. */
  static final int MARGIN = 16;

  /** How many times as many rows are asked for, where the first did not do. */
  private static final int WIDER = 16;

  /** Queries that a thread gives to the device at a time. */
  static final int BLOCK = 512;

  /** Rows between two reports of progress. */
  private static final int STEP = 32 * BLOCK;

  private static final double SINGLE = 0x1p-24;
  private static final double DOUBLE = 0x1p-53;

  /** The smallest normal number: a device may take smaller ones for 0. */
  private static final double SMALLEST = Float.MIN_NORMAL;

  private static final int NO_ROW = -1;

  private final float[][] rows;
  private final MetricSpace space;
  private final DistanceKernel kernel;
  private final ProductDevice.Products products;
  private final double longest;

  /** The row of zeros, which has distance 1 to all by cosine; -1 where there is none. */
  private final int zero;

  private final LongAdder widened = new LongAdder();
  private final LongAdder scanned = new LongAdder();

  /**
   * @param rows prepared, distinct, at least one; not copied
   * @throws IllegalArgumentException if {@link #supports} says no
   */
  public ExactSearch(float[][] rows, MetricSpace space, ProductDevice device) {
    if (!supports(space)) {
      throw new IllegalArgumentException(
          "the metric must be one of products, got " + space.kernel() + "; take the CPU's search");
    }
    this.rows = rows;
    this.space = space;
    this.kernel = space.kernel();
    float[] addends = new float[rows.length];
    double largest = 0;
    int zeros = NO_ROW;
    for (int row = 0; row < rows.length; row++) {
      double squares = squares(rows[row]);
      addends[row] = (float) (-squares / 2);
      largest = Math.max(largest, squares);
      zeros = squares == 0 && kernel == DistanceKernel.ONE_MINUS_DOT ? row : zeros;
    }
    this.longest = Math.sqrt(largest);
    this.zero = zeros;
    this.products = device.open(rows, addends);
  }

  /** Whether distances in the space are functions of products: all but Manhattan's. */
  public static boolean supports(MetricSpace space) {
    return space.kernel() != DistanceKernel.MANHATTAN;
  }

  /**
   * Finds the rows nearest to each query, on the calling thread.
   *
   * @param queries prepared, {@code [queries][length]}
   * @param wanted rows for each query, at most the number of rows
   * @param found {@code [queries][wanted]}: receives their numbers, nearest first
   * @param distances {@code [queries][wanted]}: receives their distances
   * @throws IllegalStateException if the device fails, or computes in less than single precision
   */
  public void find(float[][] queries, int wanted, int[][] found, float[][] distances) {
    for (int from = 0; from < queries.length; from += BLOCK) {
      int to = Math.min(queries.length, from + BLOCK);
      int start = from;
      find(
          Arrays.copyOfRange(queries, from, to),
          NO_ROW,
          wanted,
          (query, nearest) -> nearest.copyTo(found[start + query], distances[start + query], 0));
    }
  }

  /**
   * The nearest neighbours of every row, itself the first.
   *
   * @param neighbors at least 2 and at most the number of rows; the row itself counts
   */
  public KnnGraph graph(int neighbors, Workers workers, DoubleConsumer progress) {
    int[] indices = new int[Math.multiplyExact(rows.length, neighbors)];
    float[] distances = new float[indices.length];
    for (int begun = 0; begun < rows.length; begun += STEP) {
      int before = begun;
      int end = Math.min(rows.length, begun + STEP);
      workers.forEachRange(
          end - before,
          BLOCK,
          (from, to) -> fill(before + from, before + to, neighbors, indices, distances));
      progress.accept((double) end / rows.length);
    }
    return new KnnGraph(neighbors, indices, distances);
  }

  private void fill(int from, int to, int neighbors, int[] indices, float[] distances) {
    find(
        Arrays.copyOfRange(rows, from, to),
        from,
        neighbors - 1,
        (query, nearest) -> {
          int start = (from + query) * neighbors;
          indices[start] = from + query;
          nearest.copyTo(indices, distances, start + 1);
        });
  }

  /** Queries that had to be asked again, because distances were too close to each other. */
  public long widened() {
    return widened.sum();
  }

  /** Queries that were compared with all rows on the CPU. */
  public long scanned() {
    return scanned.sum();
  }

  @Override
  public void close() {
    products.close();
  }

  /** Receives what was found for a query of a block. */
  private interface Receiver {
    void take(int query, Nearest nearest);
  }

  /**
   * @param first the row that the first query is, the next query being the next row; {@link
   *     #NO_ROW} where queries are not rows
   */
  private void find(float[][] queries, int first, int wanted, Receiver receiver) {
    int itself = first == NO_ROW ? 0 : 1;
    Nearest nearest = new Nearest(wanted);
    int count = Math.min(rows.length, wanted + itself + MARGIN);
    int[] open = ask(queries, all(queries.length), first, count, nearest, receiver);
    if (open.length > 0 && count < rows.length) {
      widened.add(open.length);
      open = ask(queries, open, first, Math.min(rows.length, WIDER * count), nearest, receiver);
    }
    scanned.add(open.length);
    for (int query : open) {
      nearest.clear();
      for (int row = 0; row < rows.length; row++) {
        if (first == NO_ROW || row != first + query) {
          nearest.offer(row, space.ofExact(kernel.exact(queries[query], rows[row])));
        }
      }
      receiver.take(query, nearest);
    }
  }

  private static int[] all(int length) {
    int[] numbers = new int[length];
    Arrays.setAll(numbers, i -> i);
    return numbers;
  }

  /** Settles queries by the best of the device; returns those that it could not settle. */
  private int[] ask(
      float[][] queries, int[] asked, int first, int count, Nearest nearest, Receiver receiver) {
    int[] ids = new int[asked.length * count];
    float[] scores = new float[ids.length];
    float[][] given = new float[asked.length][];
    Arrays.setAll(given, i -> queries[asked[i]]);
    products.largest(given, count, ids, scores);
    int[] open = new int[asked.length];
    int left = 0;
    for (int i = 0; i < asked.length; i++) {
      int row = first == NO_ROW ? NO_ROW : first + asked[i];
      if (settle(given[i], row, ids, scores, i * count, count, nearest)) {
        receiver.take(asked[i], nearest);
      } else {
        open[left++] = asked[i];
      }
    }
    return Arrays.copyOf(open, left);
  }

  /** Whether the rows nearest to a query are surely among those that the device gave. */
  private boolean settle(
      float[] query, int itself, int[] ids, float[] scores, int from, int count, Nearest nearest) {
    double squares = squares(query);
    if (squares == 0 && kernel == DistanceKernel.ONE_MINUS_DOT) {
      return false; // at distance 1 of all rows, so that its scores say nothing
    }
    nearest.clear();
    double error = error(squares);
    double least = Double.POSITIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      least = Math.min(least, scores[i]);
      if (ids[i] != zero) {
        double half = offered(query, ids[i], itself, nearest);
        requirePrecision(squares / 2 - half, scores[i], error);
      }
    }
    if (zero != NO_ROW) {
      offered(query, zero, itself, nearest);
    }
    if (count == rows.length) {
      return true;
    }
    double farthest = half(kernel.exact(query, rows[nearest.last()]));
    return squares / 2 - least - error > farthest;
  }

  /** Offers a row, unless it is the query itself; returns half the squared distance. */
  private double offered(float[] query, int row, int itself, Nearest nearest) {
    double exact = kernel.exact(query, rows[row]);
    if (row != itself) {
      nearest.offer(row, space.ofExact(exact));
    }
    return half(exact);
  }

  private double half(double exact) {
    return kernel == DistanceKernel.SQUARED_EUCLIDEAN ? exact * exact / 2 : exact;
  }

  /** How far a score may be off, and half of a squared distance with it. */
  private double error(double squares) {
    double length = Math.sqrt(squares);
    int terms = rows[0].length + 1;
    double relative = terms * SINGLE / (1 - terms * SINGLE);
    double ofSingle = relative * (length * longest + longest * longest / 2);
    double ofSmall = 4 * terms * SMALLEST * (1 + length + longest);
    double ofDouble = 8 * terms * DOUBLE * (squares + longest * longest);
    return ofSingle + ofSmall + ofDouble;
  }

  private static void requirePrecision(double expected, float score, double error) {
    if (!(Math.abs(expected - score) <= error)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the device must compute products in single precision, got %s for %s, more than %s"
                  + " off; switch reduced precision (TF32, bfloat16) off, or search on the CPU",
              score,
              expected,
              error));
    }
  }

  private static double squares(float[] row) {
    double sum = 0;
    for (float value : row) {
      sum += (double) value * value;
    }
    return sum;
  }

  /** The nearest rows that were offered, by distance and then by number. */
  private static final class Nearest {

    private final int[] ids;
    private final double[] distances;
    private int size;

    Nearest(int wanted) {
      this.ids = new int[wanted];
      this.distances = new double[wanted];
    }

    void clear() {
      size = 0;
    }

    /** The farthest of them. */
    int last() {
      return ids[size - 1];
    }

    /** The same row twice counts once. */
    void offer(int id, double distance) {
      int place = size;
      while (place > 0 && isBefore(id, distance, place - 1)) {
        place--;
      }
      boolean isThere = place > 0 && ids[place - 1] == id;
      if (isThere || place == ids.length) {
        return;
      }
      size = Math.min(size + 1, ids.length);
      System.arraycopy(ids, place, ids, place + 1, size - 1 - place);
      System.arraycopy(distances, place, distances, place + 1, size - 1 - place);
      ids[place] = id;
      distances[place] = distance;
    }

    private boolean isBefore(int id, double distance, int place) {
      return distance < distances[place] || (distance == distances[place] && id < ids[place]);
    }

    void copyTo(int[] found, float[] far, int start) {
      for (int i = 0; i < size; i++) {
        found[start + i] = ids[i];
        far[start + i] = (float) distances[i];
      }
    }
  }
}
