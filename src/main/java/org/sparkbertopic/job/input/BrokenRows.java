package org.sparkbertopic.job.input;

import java.util.Arrays;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.stage.table.InputColumns;

/**
 * Keeps the text of rows that cannot be parsed in a separate column, so that these rows can be set
 * aside. Otherwise Spark's reader returns rows of nulls or of the values that it could parse.
 */
public final class BrokenRows {

  static final String COLUMN = InputColumns.BROKEN;

  /** Spark's option for the name of this column. */
  static final String OPTION = "columnNameOfCorruptRecord";

  public static final String NOT_JSON = "line is not JSON";
  static final String NOT_CSV = "row has not as many values as the header";

  private BrokenRows() {}

  /**
   * Whether broken rows are ours to handle, because the user set neither the mode nor the column.
   */
  static boolean kept(Map<String, String> options) {
    return options.keySet().stream()
        .noneMatch(name -> name.equalsIgnoreCase("mode") || name.equalsIgnoreCase(OPTION));
  }

  /** A schema with this column, whose metadata holds the reason for setting the rows aside. */
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

  /** The columns without this one. */
  static String[] without(String[] columns) {
    return Arrays.stream(columns).filter(name -> !name.equals(COLUMN)).toArray(String[]::new);
  }
}
