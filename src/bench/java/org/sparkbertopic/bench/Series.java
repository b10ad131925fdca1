package org.sparkbertopic.bench;

import java.util.Arrays;
import java.util.Locale;

/** Figures of one thing over the rounds, and how a pair of figures is printed. */
final class Series {

  private double[] values = new double[0];

  void add(double value) {
    values = Arrays.copyOf(values, values.length + 1);
    values[values.length - 1] = value;
  }

  /** NaN where there is none. */
  double median() {
    if (values.length == 0 || Double.isNaN(values[0])) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The line that is the result of a benchmark. */
  static String line(String name, double ours, double peer) {
    return "bench "
        + name
        + " "
        + figure(ours)
        + " "
        + figure(peer)
        + " "
        + (Double.isNaN(ours / peer) ? "-" : String.format(Locale.ROOT, "%.3f", ours / peer));
  }

  static String figure(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    return String.format(
        Locale.ROOT, value >= 1000 ? "%.0f" : value >= 10 ? "%.2f" : "%.4f", value);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (double value : values) {
      text.append(text.isEmpty() ? "" : " ").append(figure(value));
    }
    return text.toString();
  }
}
