package org.sparkbertopic.job.config;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * Settings of a Spark session that an input may need. A session that was there before a command has
 * its own values again when the command is done.
 */
public final class SessionSettings {

  /** Names that differ in case are two columns. */
  public static final String CASE_SENSITIVE = "spark.sql.caseSensitive";

  /** Timestamps with nanoseconds in Parquet are read as whole numbers. */
  public static final String NANOS_AS_LONG = "spark.sql.legacy.parquet.nanosAsLong";

  /** What Spark does with dates before 1582, of which older versions had another calendar. */
  private static final String[] OLD_DATES = {
    "spark.sql.parquet.datetimeRebaseModeInRead",
    "spark.sql.parquet.datetimeRebaseModeInWrite",
    "spark.sql.parquet.int96RebaseModeInRead",
    "spark.sql.parquet.int96RebaseModeInWrite"
  };

  private static final String FAILS = "EXCEPTION";
  private static final String AS_WRITTEN = "CORRECTED";

  private final SparkSession spark;
  private final Map<String, Option<String>> values = new TreeMap<>();

  private SessionSettings(SparkSession spark) {
    this.spark = spark;
  }

  /** The present values. */
  public static SessionSettings of(SparkSession spark) {
    SessionSettings present = new SessionSettings(spark);
    for (String key : new String[] {CASE_SENSITIVE, NANOS_AS_LONG}) {
      present.values.put(key, spark.conf().getOption(key));
    }
    for (String key : OLD_DATES) {
      present.values.put(key, spark.conf().getOption(key));
    }
    return present;
  }

  /**
   * Reads and writes dates before 1582 as they are in the files, unless the session says otherwise
   * than Spark's default, which fails at them. Files that name Spark 2 as their writer are rebased
   * all the same.
   */
  static void allowOldDates(SparkSession spark) {
    for (String key : OLD_DATES) {
      if (spark.conf().get(key, FAILS).equalsIgnoreCase(FAILS)) {
        spark.conf().set(key, AS_WRITTEN);
      }
    }
  }

  /** Gives the session these values again. */
  public void restore() {
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
