package org.sparkbertopic.job.config;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import scala.collection.JavaConverters;

/**
 * Settings of a Spark session that a command or its input may need. If the session existed before
 * the command, its own values are restored when the command ends.
 */
public final class SessionSettings {

  /** Treats names that differ in case as two columns. */
  public static final String CASE_SENSITIVE = "spark.sql.caseSensitive";

  /** Reads timestamps with nanoseconds in Parquet as whole numbers. */
  public static final String NANOS_AS_LONG = "spark.sql.legacy.parquet.nanosAsLong";

  /** Controls dates before 1582, which older versions wrote in another calendar. */
  private static final String[] OLD_DATES = {
    "spark.sql.parquet.datetimeRebaseModeInRead",
    "spark.sql.parquet.datetimeRebaseModeInWrite",
    "spark.sql.parquet.int96RebaseModeInRead",
    "spark.sql.parquet.int96RebaseModeInWrite"
  };

  /** Whether Delta insists on its settings, even if only its reader and writer are used. */
  private static final String DELTA_CHECKS =
      "spark.databricks.delta.requiredSparkConfsCheck.enabled";

  /**
   * Rows that a cached table has in a batch. Java's serializer, Spark's default, keeps references
   * to the last 100 objects (spark.serializer.objectStreamReset) that it wrote or read, so a task
   * that caches a table on disk, or reads it, holds up to 100 batches: with Spark's 10,000 rows,
   * each up to 4 MB, 400 MB. Measured on a partition of 600,000 rows of 0.7 kB: 654 MB live with
   * Spark's default, 84 MB with this, in three quarters of the time.
   */
  public static final String CACHED_BATCH = "spark.sql.inMemoryColumnarStorage.batchSize";

  private static final String CACHED_BATCH_ROWS = "200";

  private static final String FAILS = "EXCEPTION";
  private static final String AS_WRITTEN = "CORRECTED";

  private final SparkSession spark;
  private final Map<String, Optional<String>> values = new TreeMap<>();

  private SessionSettings(SparkSession spark) {
    this.spark = spark;
  }

  /** Captures the present values. */
  public static SessionSettings of(SparkSession spark) {
    SessionSettings present = new SessionSettings(spark);
    // Of a setting that nobody set, getOption gives Spark's default; this map has none.
    Map<String, String> set = set(spark);
    Stream.concat(
            Stream.of(CASE_SENSITIVE, NANOS_AS_LONG, DELTA_CHECKS, CACHED_BATCH),
            Stream.of(OLD_DATES))
        .forEach(key -> present.values.put(key, Optional.ofNullable(set.get(key))));
    return present;
  }

  /**
   * Reads and writes dates before 1582 as they are in the files, unless the session overrides
   * Spark's default, which is to fail. Files that name Spark 2 as their writer are still rebased.
   */
  static void allowOldDates(SparkSession spark) {
    for (String key : OLD_DATES) {
      if (spark.conf().get(key, FAILS).equalsIgnoreCase(FAILS)) {
        spark.conf().set(key, AS_WRITTEN);
      }
    }
  }

  /** Bounds what tasks hold of cached tables, unless the session says how many rows it wants. */
  static void cacheInSmallBatches(SparkSession spark) {
    if (!set(spark).containsKey(CACHED_BATCH)) {
      spark.conf().set(CACHED_BATCH, CACHED_BATCH_ROWS);
    }
  }

  private static Map<String, String> set(SparkSession spark) {
    return JavaConverters.mapAsJavaMap(spark.conf().getAll());
  }

  /** Lets Delta's reader and writer work on paths in a session without Delta's settings. */
  public static void allowDeltaByPath(SparkSession spark) {
    spark.conf().set(DELTA_CHECKS, "false");
  }

  /** Restores the captured values in a session. */
  public void restore() {
    values.forEach(
        (key, value) -> {
          if (value.isPresent()) {
            spark.conf().set(key, value.get());
          } else {
            spark.conf().unset(key);
          }
        });
  }
}
