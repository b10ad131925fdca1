package org.sparkbertopic.job.input;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.expr;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Handles JSON ids that Spark infers as doubles because one of them has a fraction or many digits.
 */
final class JsonIds {

  /** 2^53: above it, doubles cannot represent all whole numbers. */
  private static final double LEAST_WITH_GAPS = 1L << 53;

  private JsonIds() {}

  /** The schema with a column of doubles read as text; unchanged if the column has another type. */
  static StructType asText(StructType schema, String column) {
    if (Arrays.asList(schema.fieldNames()).contains(column)) {
      return schema.apply(column).dataType().equals(DataTypes.DoubleType)
          ? replaced(schema, column, DataTypes.StringType)
          : schema;
    }
    for (int dot = column.indexOf('.'); dot > 0; dot = column.indexOf('.', dot + 1)) {
      String outer = column.substring(0, dot);
      if (Arrays.asList(schema.fieldNames()).contains(outer)
          && schema.apply(outer).dataType() instanceof StructType inner) {
        return replaced(schema, outer, asText(inner, column.substring(dot + 1)));
      }
    }
    return schema;
  }

  private static StructType replaced(StructType schema, String name, DataType type) {
    StructType replaced = new StructType();
    for (StructField field : schema.fields()) {
      replaced =
          replaced.add(
              field.name(),
              field.name().equals(name) ? type : field.dataType(),
              field.nullable(),
              field.metadata());
    }
    return replaced;
  }

  /**
   * Whether a column of {@link #asText} contains numbers that a double cannot represent exactly.
   */
  static boolean holdsLong(Dataset<Row> rows, String column) {
    String name =
        Arrays.asList(rows.schema().fieldNames()).contains(column)
            ? "`" + column.replace("`", "``") + "`"
            : InputSelection.path(column);
    Column number = expr("try_cast(" + name + " as double)");
    return !rows.filter(abs(number).geq(LEAST_WITH_GAPS)).isEmpty();
  }
}
