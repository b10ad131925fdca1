package org.sparkbertopic.operations.slices;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.sparkbertopic.compute.Checks;

/**
 * How timestamps are binned.
 *
 * @param kind every timestamp by itself, bins of equal width, or parts of the calendar
 * @param count number of bins of equal width; 0 for the other kinds
 */
public record TimeBins(Kind kind, int count) implements Serializable {

  /** The kinds of bins. */
  public enum Kind {
    /** Every timestamp by itself. */
    EACH,
    /** Between the first and the last timestamp, as pandas.cut makes them. */
    EQUAL_WIDTH,
    DAY,
    /** From Monday. */
    WEEK,
    MONTH,
    QUARTER,
    YEAR,
    /** From years that end in 0. */
    DECADE
  }

  public TimeBins {
    Objects.requireNonNull(kind, "kind");
    if (kind == Kind.EQUAL_WIDTH ? count < 1 : count != 0) {
      throw Checks.invalid(
          "count must be %s for bins of kind %s, got %d; take TimeBins.equalWidth, each or by",
          kind == Kind.EQUAL_WIDTH ? "at least 1" : "0", kind, count);
    }
  }

  /** Every timestamp by itself: BERTopic's default. */
  public static TimeBins each() {
    return new TimeBins(Kind.EACH, 0);
  }

  /**
   * BERTopic's {@code nr_bins}: bins of equal width, open on the left and closed on the right,
   * named by their left edges; the first begins 0.1 % of the whole range earlier, so that the first
   * timestamp is in it. Bins without documents are no timestamps.
   */
  public static TimeBins equalWidth(int count) {
    return new TimeBins(Kind.EQUAL_WIDTH, count);
  }

  /** Parts of the calendar, named by their first day. */
  public static TimeBins by(Kind calendar) {
    return new TimeBins(calendar, 0);
  }

  /**
   * A number of bins of equal width, {@code each}, or a part of the calendar.
   *
   * @throws IllegalArgumentException if it is none; the message lists them
   */
  public static TimeBins parse(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT);
    if (name.matches("0*[1-9][0-9]{0,8}")) {
      return equalWidth(Integer.parseInt(name));
    }
    for (Kind kind : Kind.values()) {
      if (kind != Kind.EQUAL_WIDTH && kind.name().equals(name)) {
        return by(kind);
      }
    }
    throw Checks.invalid(
        "bins must be a number of at least 1 or one of %s, got \"%s\"",
        Arrays.stream(Kind.values())
            .filter(kind -> kind != Kind.EQUAL_WIDTH)
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ")),
        text);
  }
}
