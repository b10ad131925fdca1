package org.sparkbertopic.job.run;

import static org.apache.spark.sql.functions.to_json;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.LiteralPaths;

/**
 * The format of an output table. CSV follows RFC 4180, which pandas, Excel, Postgres and Spark
 * read: quotes are doubled. CSV has no lists and maps, so these are written as JSON.
 */
public enum OutputFormat {
  PARQUET,
  JSON,
  CSV;

  /** The value in a run's record for this CSV dialect; records of older versions have none. */
  public static final String RFC_4180 = "rfc4180";

  public void write(Dataset<Row> table, String path) {
    if (this == CSV) {
      CsvOutput.write(flat(table), path);
    } else {
      table.write().mode(SaveMode.ErrorIfExists).format(name().toLowerCase(Locale.ROOT)).save(path);
    }
  }

  /**
   * Reads a table of a run.
   *
   * @param csv {@link #RFC_4180}; null for older versions, which wrote backslashes before quotes
   */
  public Dataset<Row> read(SparkSession spark, StructType schema, String path, String csv) {
    Map<String, String> options = Map.of();
    if (this == CSV) {
      options = csv == null ? Map.of("header", "true") : CsvOutput.READING;
    }
    return LiteralPaths.reader(spark)
        .schema(schema)
        .format(name().toLowerCase(Locale.ROOT))
        .options(options)
        .load(path);
  }

  private static Dataset<Row> flat(Dataset<Row> table) {
    return table.select(
        Arrays.stream(table.schema().fields())
            .map(
                field -> {
                  Column column = ColumnTypes.quoted(field.name());
                  return isNested(field.dataType()) ? to_json(column).as(field.name()) : column;
                })
            .toArray(Column[]::new));
  }

  private static boolean isNested(DataType type) {
    return type instanceof ArrayType || type instanceof MapType || type instanceof StructType;
  }
}
