package org.sparkbertopic.job.table;

import java.util.Locale;
import java.util.Map;
import org.sparkbertopic.compat.SparkBuild;
import org.sparkbertopic.stage.table.UnusableInputException;

/** What to add where a reader is not on the class path. */
final class ReaderPackages {

  /** Packages of readers; SCALA and SPARK stand for the versions of the cluster. */
  private static final Map<String, String> PACKAGES =
      Map.of(
          "delta", "io.delta:delta-spark_SCALA:VERSION",
          "iceberg", "org.apache.iceberg:iceberg-spark-runtime-SPARK_SCALA:VERSION",
          "hudi", "org.apache.hudi:hudi-sparkSPARK-bundle_SCALA:VERSION",
          "avro", "org.apache.spark:spark-avro_SCALA:VERSION",
          "kafka", "org.apache.spark:spark-sql-kafka-0-10_SCALA:VERSION",
          "mongodb", "org.mongodb.spark:mongo-spark-connector_SCALA:VERSION",
          "bigquery", "com.google.cloud.spark:spark-bigquery-with-dependencies_SCALA:VERSION",
          "xml", "com.databricks:spark-xml_SCALA:VERSION");

  /** Classes that show that a format is there. */
  private static final Map<String, String> CLASSES =
      Map.of(
          "delta", "io.delta.tables.DeltaTable",
          "iceberg", "org.apache.iceberg.spark.source.IcebergSource");

  /** Packages of Spark's own have its version. */
  private static final String OF_SPARK = "org.apache.spark:";

  private ReaderPackages() {}

  /**
   * @throws UnusableInputException if the class path lacks a format
   */
  static void require(String format) {
    try {
      Class.forName(CLASSES.get(format), false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      throw UnusableInputException.of(e, "tables of %s need %s", format, advice(format));
    }
  }

  /** The error for a reader that Spark does not find. */
  static UnusableInputException missing(String reader, Throwable cause) {
    return UnusableInputException.of(
        cause,
        "input.format must be auto, parquet, json, csv, tsv, text, orc, table, or a reader of this Spark session, got '%s', which is not on the class path; %s",
        reader,
        PACKAGES.containsKey(reader.toLowerCase(Locale.ROOT))
            ? "its tables need " + advice(reader.toLowerCase(Locale.ROOT))
            : "check its name, or add its package before the command: --packages GROUP:ARTIFACT:VERSION");
  }

  private static String advice(String format) {
    String spark = SparkBuild.sparkVersion();
    String artifact =
        PACKAGES
            .get(format)
            .replace("SCALA", SparkBuild.scalaVersion())
            .replace("SPARK", spark.replaceFirst("^(\\d+\\.\\d+).*", "$1"));
    return String.format(
        Locale.ROOT,
        "the package of their reader for Spark %s; add it before the command: --packages %s",
        spark,
        artifact.startsWith(OF_SPARK) ? artifact.replace("VERSION", spark) : artifact);
  }
}
