package org.sparkbertopic.job;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * Settings of a Spark session that an input may need. A session that was there before a command has
 * its own values again when the command is done.
 */
final class SessionSettings {

  /** Names that differ in case are two columns. */
  static final String CASE_SENSITIVE = "spark.sql.caseSensitive";

  /** Timestamps with nanoseconds in Parquet are read as whole numbers. */
  static final String NANOS_AS_LONG = "spark.sql.legacy.parquet.nanosAsLong";

  private final SparkSession spark;
  private final Map<String, Option<String>> values = new TreeMap<>();

  private SessionSettings(SparkSession spark) {
    this.spark = spark;
  }

  /** The present values. */
  static SessionSettings of(SparkSession spark) {
    SessionSettings present = new SessionSettings(spark);
    for (String key : new String[] {CASE_SENSITIVE, NANOS_AS_LONG}) {
      present.values.put(key, spark.conf().getOption(key));
    }
    return present;
  }

  /** Gives the session these values again. */
  void restore() {
    values.forEach(
        (key, value) -> {
          if (value.isDefined()) {
            spark.conf().set(key, value.get());
          } else {
            spark.conf().unset(key);
          }
        });
  }
}
