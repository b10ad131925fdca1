package org.sparkbertopic.operations.slices;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.api.java.UDF1;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * Converts strings to microseconds since 1970; null for a string that is not a timestamp. Missing
 * parts default to the first month, the first day and midnight. A string without an offset is in
 * the session's time zone.
 *
 * <p>Not Spark's own parser, which ends the job at a string that an older Spark read in another
 * way.
 */
final class TimestampParser implements UDF1<String, Long> {

  private static final long serialVersionUID = 1L;
  private static final long MICROS_PER_SECOND = 1_000_000;

  private final String pattern;
  private final String zone;
  private transient DateTimeFormatter formatter;
  private transient ZoneId zoneId;

  /**
   * @param pattern letters of {@link DateTimeFormatter}; empty: ISO 8601
   * @param zone id of the time zone
   * @throws UnusableInputException if the pattern is none
   */
  TimestampParser(String pattern, String zone) {
    this.pattern = pattern;
    this.zone = zone;
    try {
      open();
    } catch (IllegalArgumentException e) {
      throw unusable(e.getMessage(), e);
    }
    if (pattern.contains("%")) {
      throw unusable("it is written in Python's letters", null);
    }
    Set<Character> letters = letters(pattern);
    if ((letters.contains('h') || letters.contains('K'))
        && !letters.contains('a')
        && !letters.contains('B')) {
      throw unusable(
          "hours from 1 to 12 need a letter for the half of the day; write HH for hours from 0 to 23, or add a for AM and PM",
          null);
    }
  }

  private UnusableInputException unusable(String reason, Exception cause) {
    return UnusableInputException.of(
        cause,
        "datetime-format must be a pattern such as dd/MM/yyyy or yyyy-MM-dd HH:mm:ss, got '%s': %s; see Java's DateTimeFormatter",
        pattern,
        reason);
  }

  @Override
  public Long call(String text) {
    if (text == null) {
      return null;
    }
    if (formatter == null) {
      open();
    }
    try {
      return micros(formatter.parse(text.strip()));
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private void open() {
    zoneId = ZoneId.of(zone, ZoneId.SHORT_IDS);
    DateTimeFormatter lenient =
        pattern.isEmpty()
            ? iso()
            : DateTimeFormatter.ofPattern(withPlainYears(pattern), Locale.ENGLISH);
    // Any other style takes 31 February for the 28th.
    formatter = lenient.withResolverStyle(ResolverStyle.STRICT);
  }

  /** Those that stand for a field. */
  private static Set<Character> letters(String pattern) {
    Set<Character> letters = new HashSet<>();
    boolean quoted = false;
    for (int i = 0; i < pattern.length(); i++) {
      char letter = pattern.charAt(i);
      quoted ^= letter == '\'';
      if (!quoted) {
        letters.add(letter);
      }
    }
    return letters;
  }

  /** The strict style does not accept a year of an era as a year; people who write y mean u. */
  private static String withPlainYears(String pattern) {
    if (pattern.indexOf('G') >= 0) {
      return pattern;
    }
    StringBuilder plain = new StringBuilder(pattern);
    boolean quoted = false;
    for (int i = 0; i < plain.length(); i++) {
      quoted ^= plain.charAt(i) == '\'';
      if (!quoted && plain.charAt(i) == 'y') {
        plain.setCharAt(i, 'u');
      }
    }
    return plain.toString();
  }

  private static DateTimeFormatter iso() {
    return new DateTimeFormatterBuilder()
        .appendValue(ChronoField.YEAR, 4, 9, SignStyle.NORMAL)
        .appendPattern("[-MM[-dd")
        .appendPattern("['T'][' ']")
        .optionalStart()
        .appendPattern("HH:mm[:ss")
        .optionalStart()
        .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
        .optionalEnd()
        .appendPattern("][' '][XXX][XX][X]")
        .optionalEnd()
        .appendPattern("]]")
        .toFormatter(Locale.ROOT);
  }

  private Long micros(TemporalAccessor parsed) {
    LocalDate date = parsed.query(TemporalQueries.localDate());
    if (date == null) {
      if (!parsed.isSupported(ChronoField.YEAR)) {
        return parsed.isSupported(ChronoField.INSTANT_SECONDS)
            ? micros(
                parsed.getLong(ChronoField.INSTANT_SECONDS), parsed.get(ChronoField.NANO_OF_SECOND))
            : null;
      }
      int month =
          parsed.isSupported(ChronoField.MONTH_OF_YEAR) ? parsed.get(ChronoField.MONTH_OF_YEAR) : 1;
      date = LocalDate.of(parsed.get(ChronoField.YEAR), month, 1);
    }
    LocalTime time = parsed.query(TemporalQueries.localTime());
    LocalDateTime local = LocalDateTime.of(date, time == null ? LocalTime.MIDNIGHT : time);
    ZoneId stated = parsed.query(TemporalQueries.zone());
    ZoneOffset offset = (stated == null ? zoneId : stated).getRules().getOffset(local);
    Instant instant = local.toInstant(offset);
    return micros(instant.getEpochSecond(), instant.getNano());
  }

  private static Long micros(long seconds, int nanos) {
    return Math.addExact(Math.multiplyExact(seconds, MICROS_PER_SECOND), (long) nanos / 1_000);
  }
}
