package org.sparkbertopic.clustering;

import org.sparkbertopic.compute.Checks;

/** Checks of parameters that several clusterers share. */
public final class ClustererChecks {

  private ClustererChecks() {}

  public static void require(
      boolean valid, String parameter, String rule, Object value, String advice) {
    Checks.require(valid, parameter, rule, value, advice);
  }

  public static void positive(int value, String parameter, String advice) {
    require(value >= 1, parameter, "positive", value, advice);
  }

  public static void tolerance(double value, double usual) {
    require(
        value >= 0 && value < Double.POSITIVE_INFINITY,
        "tolerance",
        "0 or more and finite",
        value,
        "the default is " + usual);
  }

  public static void atMostRows(int clusters, String parameter, long rows) {
    require(
        clusters <= rows,
        parameter,
        "at most the number of points, " + rows,
        clusters,
        "ask for fewer, or give more documents");
  }
}
