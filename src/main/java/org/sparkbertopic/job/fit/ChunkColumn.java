package org.sparkbertopic.job.fit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.date_trunc;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.try_to_timestamp;
import static org.apache.spark.sql.functions.when;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.sparkbertopic.ctfidf.CodePointOrder;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * The column that tells the chunk of a row: by its values, or by periods of its times.
 *
 * @param name of the column
 * @param period empty: months for dates and timestamps, else the values themselves
 */
record ChunkColumn(String name, Optional<Period> period) {

  static final String KEY = "online.chunks-by";

  enum Period {
    DAY("yyyy-MM-dd"),
    WEEK("yyyy-MM-dd"),
    MONTH("yyyy-MM"),
    YEAR("yyyy");

    private final String format;

    Period(String format) {
      this.format = format;
    }

    /** The name of the period of a time: its first day, month or year. */
    private Column of(Column time) {
      return date_format(date_trunc(name().toLowerCase(Locale.ROOT), time), format);
    }
  }

  /** Reads COLUMN, or COLUMN:PERIOD. */
  static ChunkColumn parse(String value) {
    int colon = value.lastIndexOf(':');
    if (colon > 0) {
      String end = value.substring(colon + 1).strip();
      for (Period period : Period.values()) {
        if (period.name().equalsIgnoreCase(end)) {
          return new ChunkColumn(value.substring(0, colon).strip(), Optional.of(period));
        }
      }
    }
    return new ChunkColumn(value.strip(), Optional.empty());
  }

  /**
   * The name of each row's chunk; null where it has none.
   *
   * @throws UnusableInputException if the column is of a type that cannot be used
   */
  Column of(Dataset<Row> table) {
    DataType type = typeIn(table);
    Column value = ColumnTypes.quoted(name);
    if (type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType) {
      return period.orElse(Period.MONTH).of(value);
    }
    if (type instanceof StringType) {
      Column text = trim(value);
      return period
          .map(by -> by.of(try_to_timestamp(text)))
          .orElseGet(() -> when(text.notEqual(""), text));
    }
    if (type instanceof IntegralType && period.isEmpty()) {
      return value.cast(DataTypes.StringType);
    }
    throw UnusableInputException.of(
        "%s must name a column of %s, got '%s' of type %s; compute one with input.select",
        KEY,
        period.isPresent()
            ? "dates, timestamps or strings"
            : "strings, whole numbers, dates or timestamps",
        name,
        type.simpleString());
  }

  private DataType typeIn(Dataset<Row> table) {
    return table.select(ColumnTypes.quoted(name)).schema().apply(0).dataType();
  }

  /** Why a row without a chunk is set aside. */
  String reason() {
    return name + (period.isPresent() ? " is null or not a date" : " is null or blank");
  }

  /** The order of the chunks: of numbers by their value, of others as strings. */
  Comparator<String> order(Dataset<Row> table) {
    return typeIn(table) instanceof IntegralType
        ? Comparator.comparingLong(Long::parseLong)
        : CodePointOrder.ASCENDING;
  }

  /** The column of chunks beside those of the table. */
  Dataset<Row> in(Dataset<Row> table, String as) {
    return table.select(col("*"), of(table).as(as));
  }
}
