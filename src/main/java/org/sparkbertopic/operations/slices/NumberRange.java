package org.sparkbertopic.operations.slices;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * What is known of a column of numbers that stand for times.
 *
 * @param count how many there are, without null and NaN
 * @param least of them
 * @param most of them
 * @param whole whether all are whole
 * @param dates how many are dates, written yyyymmdd
 * @param years how many may be years
 */
record NumberRange(long count, double least, double most, boolean whole, long dates, long years) {

  private static final double FIRST_YEAR = 1000;
  private static final double LAST_YEAR = 2999;

  /** March 1973: smaller numbers of seconds are too like other numbers. */
  private static final double FIRST_SECOND = 1e8;

  /** The year 2103; above it begin the milliseconds of 1970, by a factor of 24. */
  private static final double LAST_SECOND = 4.2e9;

  private static final double MOST_LONG = 9.2e18;

  private static final List<TimestampUnit> EPOCHS =
      List.of(TimestampUnit.S, TimestampUnit.MS, TimestampUnit.US, TimestampUnit.NS);

  /** Reads a column of numbers, once. */
  static NumberRange of(Dataset<Row> table, Column number) {
    Column date = udf(new NumberTimes(TimestampUnit.YYYYMMDD), DataTypes.LongType).apply(number);
    Column asDouble = col("number").cast(DataTypes.DoubleType);
    Row row =
        table
            .select(number.as("number"), date.as("date"))
            .agg(
                functions.count(col("number")),
                min(asDouble),
                max(asDouble),
                min(rint(asDouble).equalTo(asDouble).and(abs(asDouble).lt(MOST_LONG))),
                functions.count(col("date")),
                functions.count(
                    when(
                        asDouble
                            .between(FIRST_YEAR, LAST_YEAR)
                            .and(rint(asDouble).equalTo(asDouble)),
                        1)))
            .head();
    return row.getLong(0) == 0
        ? new NumberRange(0, 0, 0, true, 0, 0)
        : new NumberRange(
            row.getLong(0),
            row.getDouble(1),
            row.getDouble(2),
            row.getBoolean(3),
            row.getLong(4),
            row.getLong(5));
  }

  /**
   * What the numbers are.
   *
   * @param column for messages
   * @throws UnusableInputException if they may be several things
   */
  TimestampUnit unit(String column) {
    if (least >= FIRST_YEAR && most <= LAST_YEAR) {
      return TimestampUnit.YEAR;
    }
    if (whole && count > 0 && dates == count) {
      return TimestampUnit.YYYYMMDD;
    }
    for (TimestampUnit epoch : EPOCHS) {
      if (least >= FIRST_SECOND * epoch.perSecond() && most <= LAST_SECOND * epoch.perSecond()) {
        return epoch;
      }
    }
    boolean mostlyTimes = dates > 0 && 2 * (dates + years) > count;
    if (most >= FIRST_SECOND || least <= -FIRST_SECOND || mostlyTimes) {
      throw UnusableInputException.of(
          "the timestamps in the column '%s' must all be one thing (years, dates yyyymmdd, or seconds, milliseconds, microseconds or nanoseconds since 1970), got numbers %s, which are not; set timestamp-unit to what they are (year, yyyymmdd, s, ms, us, ns, or number): what is none then is set aside",
          column, words());
    }
    return TimestampUnit.NUMBER;
  }

  /** From the least to the most. */
  String words() {
    return "from " + plain(least) + " to " + plain(most);
  }

  private static String plain(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%,d", new BigDecimal(number).toBigInteger())
        : new BigDecimal(Double.toString(number)).toPlainString();
  }
}
