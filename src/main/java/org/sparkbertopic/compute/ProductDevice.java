package org.sparkbertopic.compute;

import java.io.Serializable;

/**
 * Where products of many vectors with many others are computed, such as a GPU. A value: it is sent
 * to executors, and devices that are equal give equal scores up to rounding.
 */
public interface ProductDevice extends Serializable {

  /**
   * Takes rows that other vectors are compared with. They are copied to the device when they are
   * first needed, and stay there until the products are closed or nothing refers to them.
   *
   * @param rows {@code [rows][length]}, at least one, finite; not changed, and the caller must not
   *     change them
   * @param addends {@code [rows]}: what is added to every product with a row
   */
  Products open(float[][] rows, float[] addends);

  /** The rows on the device. Safe for use by many threads. */
  interface Products extends AutoCloseable {

    /**
     * Finds the rows of the largest scores, a score being the product with the row plus the row's
     * addend. Scores are sums of products in single precision, in any order of the additions: each
     * is right to within {@code (length + 1) / 2^24} of the sum of the absolute terms.
     *
     * @param queries {@code [queries][length]}, finite
     * @param count rows for each query, at most the number of rows
     * @param ids receives their numbers, {@code [queries * count]}, those of a query in any order
     * @param scores receives their scores, {@code [queries * count]}
     * @throws IllegalStateException if the device fails
     */
    void largest(float[][] queries, int count, int[] ids, float[] scores);

    /** Frees the memory of the device. */
    @Override
    void close();
  }
}
