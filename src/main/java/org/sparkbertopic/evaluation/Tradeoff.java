package org.sparkbertopic.evaluation;

import java.util.List;

/**
 * Selects the Pareto front of candidates: those for which no other is at least as good in every
 * figure and better in one.
 */
public final class Tradeoff {

  private Tradeoff() {}

  /**
   * Marks the candidates of the Pareto front.
   *
   * @param figures {@code [candidates][figures]}: higher is better; NaN is worse than any number
   * @return {@code [candidates]}
   */
  public static boolean[] best(List<double[]> figures) {
    boolean[] best = new boolean[figures.size()];
    for (int i = 0; i < best.length; i++) {
      best[i] = true;
      for (int j = 0; j < best.length && best[i]; j++) {
        best[i] = !beats(figures.get(j), figures.get(i));
      }
    }
    return best;
  }

  private static boolean beats(double[] one, double[] other) {
    boolean better = false;
    for (int i = 0; i < one.length; i++) {
      int order = Double.compare(value(one[i]), value(other[i]));
      if (order < 0) {
        return false;
      }
      better |= order > 0;
    }
    return better;
  }

  private static double value(double figure) {
    return Double.isNaN(figure) ? Double.NEGATIVE_INFINITY : figure;
  }
}
