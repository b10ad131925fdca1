package org.sparkbertopic.stage.table;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * A table that is computed once and kept (memory, then local disk) for as long as somebody refers
 * to it. Spark's own cache keeps a table and its plan until {@code unpersist}; this one is released
 * with the last reference. If an executor is lost, its part is computed again.
 */
public final class HeldTable {

  private HeldTable() {}

  /** The table, computed now. */
  public static Dataset<Row> of(Dataset<Row> table) {
    JavaRDD<Row> rows = table.javaRDD().persist(StorageLevel.MEMORY_AND_DISK());
    rows.count();
    return table.sparkSession().createDataFrame(rows, table.schema());
  }
}
