package org.sparkbertopic.operations.slices;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.make_date;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.trim;
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
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.sparkbertopic.operations.slices.TimeBins.Kind;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * A user's column of timestamps as keys that can be compared: of whole numbers themselves, of other
 * numbers doubles, of dates days since 1970, of anything else microseconds since 1970. A key is
 * null where the value is none or cannot be read.
 *
 * @param kind what the keys mean
 * @param key a column of long, or of double for {@link TimeKind#NUMBER}
 * @param name of the user's column, for messages
 * @param years whether keys that are numbers are years
 * @param note what the user should know of how the column was taken; empty where there is nothing
 */
public record TimeColumn(TimeKind kind, Column key, String name, boolean years, String note) {

  private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]{1,20}(\\.[0-9]{0,9})?");
  private static final int FIRST_ROWS = 100;
  private static final int EXACT_DIGITS = 38;
  private static final int EXACT_SCALE = 9;
  private static final int PLAIN_YEAR = 4;

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
   * Finds a column. One of numbers, or of strings of digits, is read for what it can be.
   *
   * @throws UnusableInputException if it is missing or of a type that is no time, if its numbers
   *     may be several things, or if the format is no format
   */
  static TimeColumn of(Dataset<Row> table, String column, SliceSettings settings) {
    DataType type = new ColumnTypes(table).typeOf("timestamp", column);
    String name = ColumnTypes.userName(table, column);
    ColumnTypes.checkTime(name, type);
    Column values = ColumnTypes.quoted(column);
    boolean unitGiven = settings.timestampUnit() != TimestampUnit.AUTO;
    boolean digits =
        type instanceof StringType && (unitGiven || isOfDigits(table, values, settings));
    if (type instanceof NumericType || digits) {
      if (!unitGiven && !settings.datetimeFormat().isEmpty()) {
        return parsed(table, new ColumnTypes(table).category("timestamp", column), name, settings);
      }
      TimeColumn numbers =
          numbers(table, digits ? number(values) : exact(values, type), name, settings);
      // Strings of years are read as all strings are: as the beginnings of the years.
      return digits && !unitGiven && numbers.years && numbers.kind == TimeKind.WHOLE
          ? parsed(table, trim(values).substr(1, PLAIN_YEAR), name, settings)
          : numbers;
    }
    if (unitGiven) {
      throw UnusableInputException.of(
          "timestamp-unit must not be given for a column that says itself what it is, got %s for '%s' of %s; leave it out",
          settings.timestampUnit().name().toLowerCase(Locale.ROOT), name, type.catalogString());
    }
    if (type instanceof StringType) {
      return parsed(table, values, name, settings);
    }
    return type instanceof DateType
        ? plain(TimeKind.DATE, unix_date(values).cast(DataTypes.LongType), name)
        : plain(TimeKind.INSTANT, unix_micros(values.cast(DataTypes.TimestampType)), name);
  }

  private static TimeColumn plain(TimeKind kind, Column key, String name) {
    return new TimeColumn(kind, key, name, false, "");
  }

  private static TimeColumn parsed(
      Dataset<Row> table, Column text, String name, SliceSettings settings) {
    TimestampParser parser =
        new TimestampParser(
            settings.datetimeFormat(),
            table.sparkSession().sessionState().conf().sessionLocalTimeZone());
    return plain(TimeKind.INSTANT, udf(parser, DataTypes.LongType).apply(text), name);
  }

  /** Whether all strings of a column are numbers; most columns tell by their first rows. */
  private static boolean isOfDigits(Dataset<Row> table, Column text, SliceSettings settings) {
    if (!settings.datetimeFormat().isEmpty()) {
      return false;
    }
    Dataset<Row> others = table.select(trim(text).as("text")).filter(col("text").notEqual(""));
    List<Row> first = others.limit(FIRST_ROWS).collectAsList();
    return !first.isEmpty()
        && first.stream().allMatch(row -> DIGITS.matcher(row.getString(0)).matches())
        && others.filter(not(col("text").rlike("^" + DIGITS.pattern() + "$"))).isEmpty();
  }

  private static Column number(Column text) {
    Column digits = trim(text);
    return when(
        digits.rlike("^" + DIGITS.pattern() + "$"),
        digits.cast(DataTypes.createDecimalType(EXACT_DIGITS, EXACT_SCALE)));
  }

  /** Whole numbers as they are, and no NaN among the others. */
  private static Column exact(Column values, DataType type) {
    if (!(type instanceof FloatType || type instanceof DoubleType)) {
      return values;
    }
    Column number = values.cast(DataTypes.DoubleType);
    return when(
        not(isnan(number))
            .and(number.notEqual(Double.POSITIVE_INFINITY))
            .and(number.notEqual(Double.NEGATIVE_INFINITY)),
        number);
  }

  private static TimeColumn numbers(
      Dataset<Row> table, Column number, String name, SliceSettings settings) {
    NumberRange range = NumberRange.of(table, number);
    boolean given = settings.timestampUnit() != TimestampUnit.AUTO;
    TimestampUnit unit = given ? settings.timestampUnit() : range.unit(name);
    String note =
        given || range.count() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "the numbers of '%s', %s, are taken as %s; if they are something else, set timestamp-unit, or a datetime-format such as yyyyMM",
                name,
                range.words(),
                unit.words());
    return switch (unit) {
      case YEAR, NUMBER, AUTO -> {
        boolean years = unit == TimestampUnit.YEAR;
        // Adding 0 makes the zero below zero the usual one.
        yield range.whole()
            ? new TimeColumn(TimeKind.WHOLE, number.cast(DataTypes.LongType), name, years, note)
            : new TimeColumn(
                TimeKind.NUMBER,
                number.cast(DataTypes.DoubleType).plus(lit(0.0)),
                name,
                years,
                note);
      }
      default ->
          new TimeColumn(
              unit == TimestampUnit.YYYYMMDD ? TimeKind.DATE : TimeKind.INSTANT,
              udf(new NumberTimes(unit), DataTypes.LongType).apply(number),
              name,
              false,
              note);
    };
  }

  /** The same times with keys from elsewhere. */
  TimeColumn withKey(Column value) {
    return withKey(kind, value);
  }

  private TimeColumn withKey(TimeKind otherKind, Column value) {
    return new TimeColumn(otherKind, value, name, years, note);
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
      case WHOLE -> withKey(TimeKind.NUMBER, key.cast(DataTypes.DoubleType));
      case DATE ->
          withKey(TimeKind.INSTANT, unix_micros(kind.value(key).cast(DataTypes.TimestampType)));
      default -> this;
    };
  }

  private TimeColumn equalWidth(int count, double smallest, double largest) {
    TimeColumn spread = spread();
    boolean whole = spread.kind != TimeKind.NUMBER;
    EqualWidthBins edges = EqualWidthBins.of(smallest, largest, count, whole);
    Column edge = udf(edges, DataTypes.DoubleType).apply(spread.key.cast(DataTypes.DoubleType));
    return withKey(spread.kind, edge.cast(spread.kind.keyType()));
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
    return withKey(TimeKind.DATE, unix_date(first).cast(DataTypes.LongType));
  }

  private TimeColumn years(Kind part) {
    String wanted = part.name().toLowerCase(Locale.ROOT);
    if (!years) {
      throw UnusableInputException.of(
          "bins must be each or a number for the column '%s', whose numbers are no years, dates or moments, got %s; set timestamp-unit to what they are (year, yyyymmdd, s, ms, us, ns), or give dates",
          name, wanted);
    }
    if (part != Kind.YEAR && part != Kind.DECADE) {
      throw UnusableInputException.of(
          "bins must be year, decade, each or a number for the column '%s', whose numbers are years, got %s; give dates",
          name, wanted);
    }
    int length = part == Kind.YEAR ? 1 : 10;
    return withKey(kind, floor(key.divide(length)).multiply(length).cast(kind.keyType()));
  }
}
