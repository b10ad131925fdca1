package org.sparkbertopic.operations.slices;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sparkbertopic.compute.Checks;

/** What the numbers of a column of timestamps count. */
public enum TimestampUnit {
  /** Inferred from their range, with a warning; refused if several units are possible. */
  AUTO("what they look like", 0),
  YEAR("years", 0),
  /** Dates whose digits are year, month and day. */
  YYYYMMDD("dates yyyymmdd", 0),
  S("seconds since 1970", 1),
  MS("milliseconds since 1970", 1_000),
  US("microseconds since 1970", 1_000_000),
  NS("nanoseconds since 1970", 1_000_000_000),
  /** Nothing but numbers, such as the months 1 to 12 or the numbers of issues. */
  NUMBER("plain numbers", 0);

  private final String words;
  private final long perSecond;

  TimestampUnit(String words, long perSecond) {
    this.words = words;
    this.perSecond = perSecond;
  }

  /** What people read. */
  public String words() {
    return words;
  }

  /** How many there are in a second; 0 for what does not count from 1970. */
  public long perSecond() {
    return perSecond;
  }

  /**
   * A unit by its name.
   *
   * @throws IllegalArgumentException if it is none; the message lists them
   */
  public static TimestampUnit parse(String text) {
    for (TimestampUnit unit : values()) {
      if (unit.name().equalsIgnoreCase(text.strip())) {
        return unit;
      }
    }
    throw Checks.invalid(
        "timestamp-unit must be one of %s, got \"%s\"",
        Arrays.stream(values())
            .map(unit -> unit.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ")),
        text);
  }
}
