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
 * Tables with ids in files. Parquet has every type. CSV has none, and JSON has numbers, booleans
 * and strings: there the key stands for all else, such as the moment of a timestamp in UTC.
 */
public final class IdFiles {

  private IdFiles() {}

  /** The table as a format can hold it. */
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
   * @param schema with the column id in the type that the input's has
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
