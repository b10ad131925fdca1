package org.sparkbertopic.stage.table;

import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unhex;
import static org.apache.spark.sql.functions.unix_micros;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Ids of every type that Spark has for single values. Tables keep an id in the type that the user
 * gave it. Where an id must be text (hashes of the sample, orders, representative documents) it is
 * its key: one text for each value of a type, which depends on no time zone and no setting, and
 * gives the value back.
 */
public final class IdType {

  /** Where plain notation ends in Python, whose texts of numbers people compare with. */
  private static final double LEAST_PLAIN = 1e-4;

  private static final double LEAST_SCIENTIFIC = 1e16;

  private IdType() {}

  /**
   * Checks that ids can be of a type.
   *
   * @throws UnusableInputException if they cannot
   */
  static void check(String column, DataType type) {
    if (isNumber(type)
        || type instanceof StringType
        || type instanceof BooleanType
        || type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType
        || type instanceof BinaryType) {
      return;
    }
    throw UnusableInputException.of(
        "the id column '%s' must hold a single value in each row (a string, a number, a boolean, a date, a timestamp or bytes), got %s; name another column, or make one of it, such as to_json(%s) or a field of it",
        column, type.catalogString(), column);
  }

  private static boolean isNumber(DataType type) {
    return type instanceof IntegralType || isFractional(type) || type instanceof DecimalType;
  }

  private static boolean isFractional(DataType type) {
    return type instanceof FloatType || type instanceof DoubleType;
  }

  /** Whether there is an id: it is not null, and not the NaN that pandas writes for none. */
  static Column isPresent(Column id, DataType type) {
    return isFractional(type) ? id.isNotNull().and(not(isnan(id))) : id.isNotNull();
  }

  /** The key of a column of ids, of whatever type it is. */
  public static Column key(Dataset<?> table, String column) {
    return key(ColumnTypes.quoted(column), table.schema().apply(column).dataType());
  }

  /** The key of ids of a type; null for null. */
  public static Column key(Column id, DataType type) {
    if (isFractional(type)) {
      // A float's own digits, not those of the double it becomes.
      UDF1<Number, String> text = number -> number == null ? null : text(number);
      return udf(text, DataTypes.StringType).apply(id);
    }
    if (type instanceof DecimalType) {
      UDF1<BigDecimal, String> text = number -> number == null ? null : number.toPlainString();
      return udf(text, DataTypes.StringType).apply(id);
    }
    if (type instanceof TimestampType) {
      UDF1<Long, String> text =
          micros ->
              micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
      return udf(text, DataTypes.StringType).apply(unix_micros(id));
    }
    return type instanceof BinaryType ? hex(id) : id.cast(DataTypes.StringType);
  }

  private static String text(Number number) {
    double value = number.doubleValue();
    if (value == 0) {
      return "0.0";
    }
    double size = Math.abs(value);
    if (!(size >= LEAST_PLAIN && size < LEAST_SCIENTIFIC)) {
      return number.toString();
    }
    String plain = new BigDecimal(number.toString()).toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }

  /** The ids of a type that keys are of; null where a key is of none. */
  public static Column parse(Column key, DataType type) {
    return type instanceof BinaryType ? unhex(key) : key.cast(type);
  }

  /** A table with the key of its ids in their place. */
  public static Dataset<Row> keyed(Dataset<Row> table) {
    return table.schema().apply(InputColumns.ID).dataType() instanceof StringType
        ? table
        : table.withColumn(InputColumns.ID, key(table, InputColumns.ID));
  }

  /** Whether JSON can write ids of a type by itself; of the others it gets the key. */
  public static boolean isOfJson(DataType type) {
    return isNumber(type) || type instanceof StringType || type instanceof BooleanType;
  }

  /** A table that can be written as JSON without a loss to its ids. */
  public static Dataset<Row> forJson(Dataset<Row> table) {
    return isOfJson(table.schema().apply(InputColumns.ID).dataType()) ? table : keyed(table);
  }
}
