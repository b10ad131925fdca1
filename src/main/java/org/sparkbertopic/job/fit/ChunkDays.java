package org.sparkbertopic.job.fit;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The time that the name of a chunk tells. */
final class ChunkDays {

  private static final Pattern YEAR = Pattern.compile("\\d{4}");
  private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private ChunkDays() {}

  /**
   * The first day, since 1970-01-01, of a name such as 2026-11-28, 2026-11 or 2026; empty if the
   * name is no date.
   */
  static OptionalLong of(String name) {
    try {
      if (DAY.matcher(name).matches()) {
        return OptionalLong.of(LocalDate.parse(name).toEpochDay());
      }
      if (MONTH.matcher(name).matches()) {
        return OptionalLong.of(YearMonth.parse(name).atDay(1).toEpochDay());
      }
      if (YEAR.matcher(name).matches()) {
        return OptionalLong.of(Year.parse(name).atDay(1).toEpochDay());
      }
    } catch (DateTimeException e) {
      return OptionalLong.empty(); // such as 2026-13
    }
    return OptionalLong.empty();
  }
}
