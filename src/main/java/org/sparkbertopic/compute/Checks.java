package org.sparkbertopic.compute;

import java.util.Locale;

/** Errors of arguments, which say the rule, the value and what to do. */
public final class Checks {

  private Checks() {}

  /**
   * Requires a rule to hold.
   *
   * @throws IllegalArgumentException if it does not: {@code PARAMETER must be RULE, got VALUE;
   *     ADVICE}
   */
  public static void require(
      boolean holds, String parameter, String rule, Object value, String advice) {
    if (!holds) {
      throw invalid("%s must be %s, got %s; %s", parameter, rule, value, advice);
    }
  }

  /** Requires at least 1. */
  public static void positive(String parameter, int value, int usual) {
    require(value >= 1, parameter, "positive", value, "leave it at " + usual);
  }

  /** Requires at least as much, where BERTopic has a default. */
  public static void atLeast(int least, String parameter, int value, int bertopics) {
    String rule = least == 0 ? "0 or more" : "at least " + least;
    require(value >= least, parameter, rule, value, "BERTopic's default is " + bertopics);
  }

  /** The error of an argument, its message in the root locale. */
  public static IllegalArgumentException invalid(String format, Object... values) {
    return new IllegalArgumentException(String.format(Locale.ROOT, format, values));
  }
}
