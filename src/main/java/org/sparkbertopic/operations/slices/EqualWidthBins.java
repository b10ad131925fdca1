package org.sparkbertopic.operations.slices;

import java.util.Arrays;
import org.apache.spark.sql.api.java.UDF1;

/**
 * Numbers to the left edges of bins of equal width, as pandas.cut makes them: open on the left,
 * closed on the right, the first one 0.1 % of the range longer.
 */
final class EqualWidthBins implements UDF1<Double, Double> {

  private static final long serialVersionUID = 1L;

  /** pandas': so that the smallest number is in the first bin, which is open on the left. */
  private static final double EXTENSION = 0.001;

  /** {@code [bins]}: the left edges, ascending. */
  private final double[] edges;

  private EqualWidthBins(double[] edges) {
    this.edges = edges;
  }

  /**
   * Bins from the smallest to the largest number; where they are the same, one bin that is named by
   * it.
   *
   * @param whole whether edges are rounded to whole numbers (microseconds)
   */
  static EqualWidthBins of(double smallest, double largest, int count, boolean whole) {
    double range = largest - smallest;
    if (!(range > 0)) {
      return new EqualWidthBins(new double[] {smallest});
    }
    double[] edges = new double[count];
    for (int bin = 0; bin < count; bin++) {
      edges[bin] = smallest + range * bin / count;
    }
    edges[0] = smallest - EXTENSION * range;
    if (whole) {
      for (int bin = 0; bin < count; bin++) {
        edges[bin] = Math.rint(edges[bin]);
      }
    }
    return new EqualWidthBins(edges);
  }

  @Override
  public Double call(Double number) {
    if (number == null) {
      return null;
    }
    int found = Arrays.binarySearch(edges, number);
    int edgesBelow = found >= 0 ? found : -found - 1;
    return edges[Math.max(0, edgesBelow - 1)];
  }
}
