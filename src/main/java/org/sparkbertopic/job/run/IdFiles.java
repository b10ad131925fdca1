package org.sparkbertopic.job.run;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.stage.table.InputColumns;

/**
 * Reads and writes tables with ids. Parquet supports all types. CSV has no types, and JSON has
 * numbers, booleans and strings; other types are written as keys, such as the UTC instant of a
 * timestamp.
 */
public final class IdFiles {

  private IdFiles() {}

  /** The table with types that the format supports. */
  public static Dataset<Row> writable(Dataset<Row> table, OutputFormat format) {
    return switch (format) {
      case PARQUET -> table;
      case JSON -> IdType.forJson(table);
      case CSV -> IdType.keyed(table);
    };
  }

  /**
   * Reads a table.
   *
   * @param schema schema in which the column id has the type of the input's ids
   * @param csv see {@link OutputFormat#read}
   */
  static Dataset<Row> read(
      SparkSession spark, OutputFormat format, StructType schema, String path, String csv) {
    DataType type = schema.apply(InputColumns.ID).dataType();
    if (format == OutputFormat.PARQUET || (format == OutputFormat.JSON && IdType.isOfJson(type))) {
      return format.read(spark, schema, path, csv);
    }
    StructType asText = new StructType();
    for (StructField field : schema.fields()) {
      asText =
          field.name().equals(InputColumns.ID)
              ? asText.add(field.name(), DataTypes.StringType)
              : asText.add(field);
    }
    return format
        .read(spark, asText, path, csv)
        .withColumn(InputColumns.ID, IdType.parse(ColumnTypes.quoted(InputColumns.ID), type));
  }
}
