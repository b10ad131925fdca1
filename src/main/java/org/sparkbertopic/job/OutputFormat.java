package org.sparkbertopic.job;

import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** How a table of assignments is written. */
enum OutputFormat {
  PARQUET,
  JSON,
  CSV;

  void write(Dataset<Row> table, String path) {
    table
        .write()
        .mode(SaveMode.ErrorIfExists)
        .format(name().toLowerCase(Locale.ROOT))
        .option("header", true)
        .save(path);
  }

  Dataset<Row> read(SparkSession spark, StructType schema, String path) {
    return spark
        .read()
        .schema(schema)
        .format(name().toLowerCase(Locale.ROOT))
        .option("header", true)
        .load(path);
  }
}
