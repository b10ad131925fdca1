package org.sparkbertopic.job;

/** Settings of a Spark session that an input may need; a session that was there gets them too. */
final class SessionSettings {

  /** Names that differ in case are two columns. */
  static final String CASE_SENSITIVE = "spark.sql.caseSensitive";

  /** Timestamps with nanoseconds in Parquet are read as whole numbers. */
  static final String NANOS_AS_LONG = "spark.sql.legacy.parquet.nanosAsLong";

  private SessionSettings() {}
}
