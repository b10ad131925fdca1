package org.sparkbertopic.operations.slices;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.apache.spark.sql.api.java.UDF1;

/**
 * Converts numbers to the keys of {@link TimeColumn}; null for a number that is not a time in the
 * unit.
 */
final class NumberTimes implements UDF1<Number, Long> {

  private static final long serialVersionUID = 1L;

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final BigDecimal FIRST =
      BigDecimal.valueOf(Instant.parse("0001-01-01T00:00:00Z").getEpochSecond());
  private static final BigDecimal LAST =
      BigDecimal.valueOf(Instant.parse("9999-12-31T23:59:59Z").getEpochSecond());

  private final TimestampUnit unit;

  /**
   * @param unit dates, or one that counts from 1970
   */
  NumberTimes(TimestampUnit unit) {
    this.unit = unit;
  }

  /** Days since 1970 for dates, and else microseconds since 1970. */
  @Override
  public Long call(Number number) {
    if (number == null || !Double.isFinite(number.doubleValue())) {
      return null;
    }
    return unit == TimestampUnit.YYYYMMDD ? day(number) : micros(number);
  }

  private static Long day(Number number) {
    double value = number.doubleValue();
    if (value != Math.rint(value) || value < 1000_01_01 || value > 9999_12_31) {
      return null;
    }
    int date = (int) value;
    try {
      return LocalDate.of(date / 10_000, date / 100 % 100, date % 100).toEpochDay();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private Long micros(Number number) {
    BigDecimal value = new BigDecimal(number.toString());
    BigDecimal perSecond = BigDecimal.valueOf(unit.perSecond());
    if (value.compareTo(FIRST.multiply(perSecond)) < 0
        || value.compareTo(LAST.multiply(perSecond)) > 0) {
      return null;
    }
    return value
        .multiply(BigDecimal.valueOf(MICROS_PER_SECOND))
        .divide(perSecond, 0, RoundingMode.FLOOR)
        .longValueExact();
  }
}
