package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.make_date;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.year;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.sparkbertopic.topics.TimeBins;
import org.sparkbertopic.topics.TimeBins.Kind;

/**
 * A user's column of timestamps as keys that can be compared: of whole numbers themselves, of other
 * numbers doubles, of dates days since 1970, of anything else microseconds since 1970. A key is
 * null where the value is none or cannot be read.
 *
 * @param kind what the keys mean
 * @param key a column of long, or of double for {@link TimeKind#NUMBER}
 */
record TimeColumn(TimeKind kind, Column key) {

  /** What the keys of a column mean, and what the result's column is. */
  enum TimeKind {
    WHOLE,
    NUMBER,
    DATE,
    INSTANT;

    DataType keyType() {
      return this == NUMBER ? DataTypes.DoubleType : DataTypes.LongType;
    }

    /** The key as a value that a user reads. */
    Column value(Column key) {
      return switch (this) {
        case WHOLE, NUMBER -> key;
        case DATE -> date_from_unix_date(key.cast(DataTypes.IntegerType));
        case INSTANT -> timestamp_micros(key);
      };
    }

    /** The key as text: a number, an ISO date, or an ISO date and time with offset. */
    String text(Object key, ZoneId zone) {
      return switch (this) {
        case WHOLE, NUMBER -> key.toString();
        case DATE -> LocalDate.ofEpochDay((Long) key).toString();
        case INSTANT ->
            DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                Instant.EPOCH.plus((Long) key, ChronoUnit.MICROS).atZone(zone));
      };
    }
  }

  /**
   * Finds a column.
   *
   * @throws UnusableInputException if it is missing or of a type that is no time, or if the format
   *     is no format
   */
  static TimeColumn of(Dataset<Row> table, String name, String datetimeFormat) {
    DataType type = new ColumnTypes(table).typeOf("timestamp", name);
    Column column = ColumnTypes.quoted(name);
    if (type instanceof StringType) {
      TimestampParser parser =
          new TimestampParser(
              datetimeFormat, table.sparkSession().sessionState().conf().sessionLocalTimeZone());
      return new TimeColumn(TimeKind.INSTANT, udf(parser, DataTypes.LongType).apply(column));
    }
    if (type instanceof TimestampType || type instanceof TimestampNTZType) {
      return new TimeColumn(TimeKind.INSTANT, unix_micros(column.cast(DataTypes.TimestampType)));
    }
    if (type instanceof DateType) {
      return new TimeColumn(TimeKind.DATE, unix_date(column).cast(DataTypes.LongType));
    }
    if (type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType) {
      return new TimeColumn(TimeKind.WHOLE, column.cast(DataTypes.LongType));
    }
    if (type instanceof FloatType || type instanceof DoubleType || type instanceof DecimalType) {
      Column number = column.cast(DataTypes.DoubleType);
      Column finite =
          not(isnan(number))
              .and(number.notEqual(Double.POSITIVE_INFINITY))
              .and(number.notEqual(Double.NEGATIVE_INFINITY));
      // Adding 0 makes the zero below zero the usual one.
      return new TimeColumn(TimeKind.NUMBER, when(finite, number.plus(lit(0.0))));
    }
    throw ColumnTypes.wrongType(
        "timestamp", name, type, "a timestamp, a date, a number or a string");
  }

  /**
   * The keys of the bins.
   *
   * @param smallest the least key there is, as a double; of equal width only
   * @param largest the greatest key there is
   * @throws UnusableInputException if the keys are numbers, which have no days or months
   */
  TimeColumn binned(TimeBins bins, double smallest, double largest) {
    return switch (bins.kind()) {
      case EACH -> this;
      case EQUAL_WIDTH -> equalWidth(bins.count(), smallest, largest);
      default -> calendar(bins.kind());
    };
  }

  /** The column whose extremes {@link #binned} wants to know for bins of equal width. */
  TimeColumn spread() {
    return switch (kind) {
      case WHOLE -> new TimeColumn(TimeKind.NUMBER, key.cast(DataTypes.DoubleType));
      case DATE ->
          new TimeColumn(
              TimeKind.INSTANT, unix_micros(kind.value(key).cast(DataTypes.TimestampType)));
      default -> this;
    };
  }

  private TimeColumn equalWidth(int count, double smallest, double largest) {
    TimeColumn spread = spread();
    boolean whole = spread.kind != TimeKind.NUMBER;
    EqualWidthBins edges = EqualWidthBins.of(smallest, largest, count, whole);
    Column edge = udf(edges, DataTypes.DoubleType).apply(spread.key.cast(DataTypes.DoubleType));
    return new TimeColumn(spread.kind, edge.cast(spread.kind.keyType()));
  }

  private TimeColumn calendar(Kind part) {
    if (kind == TimeKind.WHOLE || kind == TimeKind.NUMBER) {
      return years(part);
    }
    Column date = kind == TimeKind.DATE ? kind.value(key) : to_date(kind.value(key));
    Column first =
        switch (part) {
          case DAY -> date;
          case DECADE ->
              make_date(
                  floor(year(date).divide(10)).multiply(10).cast(DataTypes.IntegerType),
                  lit(1),
                  lit(1));
          default -> trunc(date, part.name().toLowerCase(Locale.ROOT));
        };
    return new TimeColumn(TimeKind.DATE, unix_date(first).cast(DataTypes.LongType));
  }

  private TimeColumn years(Kind part) {
    if (part != Kind.YEAR && part != Kind.DECADE) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "bins must be year, decade, each or a number for timestamps that are numbers, got %s; give dates",
              part.name().toLowerCase(Locale.ROOT)));
    }
    int years = part == Kind.YEAR ? 1 : 10;
    return new TimeColumn(kind, floor(key.divide(years)).multiply(years).cast(kind.keyType()));
  }
}
