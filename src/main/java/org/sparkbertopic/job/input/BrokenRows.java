package org.sparkbertopic.job.input;

import java.util.Arrays;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.stage.table.InputColumns;

/**
 * Rows that cannot be parsed keep their text in a column of their own, by which they are set aside;
 * Spark's reader would make them rows of nulls, or of the values that it could read.
 */
public final class BrokenRows {

  static final String COLUMN = InputColumns.BROKEN;

  /** Spark's option that names the column. */
  static final String OPTION = "columnNameOfCorruptRecord";

  public static final String NOT_JSON = "line is not JSON";
  static final String NOT_CSV = "row has not as many values as the header";

  private BrokenRows() {}

  /** Whether the user leaves it to us what becomes of such rows. */
  static boolean kept(Map<String, String> options) {
    return options.keySet().stream()
        .noneMatch(name -> name.equalsIgnoreCase("mode") || name.equalsIgnoreCase(OPTION));
  }

  /** A schema with the column, which knows the reason for which its rows are set aside. */
  static StructType with(StructType schema, String reason) {
    StructType with = new StructType();
    for (StructField field : schema.fields()) {
      with = field.name().equals(COLUMN) ? with : with.add(field);
    }
    return with.add(
        COLUMN,
        DataTypes.StringType,
        true,
        new MetadataBuilder().putString(InputColumns.REASON, reason).build());
  }

  /** The columns that a user knows of. */
  static String[] without(String[] columns) {
    return Arrays.stream(columns).filter(name -> !name.equals(COLUMN)).toArray(String[]::new);
  }
}
