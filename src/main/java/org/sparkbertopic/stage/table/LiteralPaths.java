package org.sparkbertopic.stage.table;

import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;

/** Spark's reader without globs: a bracket or brace in a folder's name stands for itself. */
public final class LiteralPaths {

  /** Spark's own option, for callers that have resolved their globs. */
  private static final String GLOBS = "__globPaths__";

  private LiteralPaths() {}

  /** A reader that takes its paths as they are. */
  public static DataFrameReader reader(SparkSession spark) {
    return spark.read().option(GLOBS, false);
  }
}
