package org.sparkbertopic.topics;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.FixedPoint;

/**
 * Exact totals over the documents of each topic, to which more documents can be added: the result
 * does not depend on their order. A value; callers must not change the arrays.
 *
 * @param terms counts of all terms
 * @param embeddings {@code [topics][dimension]}: sums of the documents' embeddings in {@code
 *     fixedPoint}
 * @param fixedPoint scale of the sums, the same for all documents that are ever added
 * @param fractionBits counts are in units of 2 to the power of minus this: 0 unless documents lose
 *     weight with time
 */
public record RunningTotals(
    TermTally terms, long[][] embeddings, FixedPoint fixedPoint, int fractionBits) {

  public RunningTotals {
    Objects.requireNonNull(terms, "terms");
    Objects.requireNonNull(fixedPoint, "fixedPoint");
  }

  /** Totals in whole numbers. */
  public RunningTotals(TermTally terms, long[][] embeddings, FixedPoint fixedPoint) {
    this(terms, embeddings, fixedPoint, 0);
  }

  /**
   * The totals of the topics that a mapping makes.
   *
   * @param mapping of the topics of the rows
   */
  public RunningTotals mapped(TopicMapping mapping) {
    int[] ids = mapping.newIds();
    int[] from = mapping.oldIds();
    long[][] sums = new long[ids.length][];
    for (int row = 0; row < ids.length; row++) {
      List<Integer> sources = mapping.sources(ids[row]);
      for (int source : sources) {
        long[] added = embeddings[Arrays.binarySearch(from, source)];
        sums[row] = sums[row] == null ? added.clone() : plus(sums[row], added);
      }
    }
    return new RunningTotals(
        terms.mapped(from, mapping.apply(from)), sums, fixedPoint, fractionBits);
  }

  /**
   * The totals of the same topics under other ids.
   *
   * @param from ids, ascending
   * @param to the new ids
   * @param rows {@code [topics]}: where the sums of each topic are, in the order of the new ids
   */
  RunningTotals renumbered(int[] from, int[] to, int[] rows) {
    return new RunningTotals(
        terms.mapped(from, to),
        Arrays.stream(rows).mapToObj(row -> embeddings[row]).toArray(long[][]::new),
        fixedPoint,
        fractionBits);
  }

  /**
   * The same totals in a coarser fixed point; exact where it is the present one.
   *
   * @param coarser of a smaller exponent
   */
  public RunningTotals rescaled(FixedPoint coarser) {
    if (coarser.exponent() == fixedPoint.exponent()) {
      return this;
    }
    long[][] sums = new long[embeddings.length][];
    for (int row = 0; row < sums.length; row++) {
      sums[row] =
          Arrays.stream(embeddings[row]).map(sum -> coarser.of(fixedPoint.value(sum))).toArray();
    }
    return new RunningTotals(terms, sums, coarser, fractionBits);
  }

  /** The totals with other rows; those that are null get sums of 0. */
  RunningTotals withRows(long[][] rows) {
    long[][] sums = rows.clone();
    int dimension = embeddings.length == 0 ? 0 : embeddings[0].length;
    Arrays.setAll(sums, row -> sums[row] == null ? new long[dimension] : sums[row]);
    return new RunningTotals(terms, sums, fixedPoint, fractionBits);
  }

  /**
   * The sum of two rows, in the first.
   *
   * @throws IllegalArgumentException if a sum is too large
   */
  public static long[] plus(long[] sum, long[] added) {
    try {
      for (int i = 0; i < sum.length; i++) {
        sum[i] = Math.addExact(sum[i], added[i]);
      }
      return sum;
    } catch (ArithmeticException e) {
      throw Checks.invalid(
          "embeddings must be of the size of those of the fit, got a sum that is too large; give"
              + " embeddings by the same model");
    }
  }
}
