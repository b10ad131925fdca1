package org.sparkbertopic.topics.history;

import org.sparkbertopic.compute.Checks;

/**
 * How topics are told apart by their popularity.
 *
 * @param decay of the popularity of a topic without documents, above 0; by slice
 * @param window slices over which the thresholds are taken, at least 1
 * @param lower percentile of popularity below which a topic is noise
 * @param upper percentile above which it is a strong signal
 */
public record SignalSettings(double decay, int window, double lower, double upper) {

  /** Those of BERTrend. */
  public static final double DEFAULT_DECAY = 0.01;

  public static final double DEFAULT_LOWER = 10;
  public static final double DEFAULT_UPPER = 50;

  /** A month of days. */
  public static final int DEFAULT_WINDOW = 30;

  public SignalSettings {
    require(decay > 0 && decay < Double.POSITIVE_INFINITY, "decay", "above 0", decay);
    require(window >= 1, "window", "1 or more", window);
    require(lower >= 0 && lower <= upper, "lower", "from 0 to " + upper, lower);
    require(upper <= 100, "upper", "at most 100", upper);
  }

  public static SignalSettings create() {
    return new SignalSettings(DEFAULT_DECAY, DEFAULT_WINDOW, DEFAULT_LOWER, DEFAULT_UPPER);
  }

  public SignalSettings withWindow(int slices) {
    return new SignalSettings(decay, slices, lower, upper);
  }

  private static void require(boolean holds, String parameter, String rule, Object got) {
    if (!holds) {
      throw Checks.invalid("%s must be %s, got %s", parameter, rule, got);
    }
  }
}
