package org.sparkbertopic.compat;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;

/** Hints with columns: Spark 3.5 takes the expression of a column, Spark 4 the column. */
public final class Hints {

  private Hints() {}

  /** Asks Spark to bring rows of equal values together, in partitions of a reasonable size. */
  public static <T> Dataset<T> rebalance(Dataset<T> rows, Column by) {
    Object parameter = NamedMethods.has(by, "expr") ? NamedMethods.call(by, "expr") : by;
    return rows.hint("rebalance", parameter);
  }
}
