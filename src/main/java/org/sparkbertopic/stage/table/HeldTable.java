package org.sparkbertopic.stage.table;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * A table that is computed once and kept (memory, then local disk) for as long as somebody refers
 * to it. Spark's own cache of tables keeps them, and what they were made by, until it is told
 * otherwise; of this one it lets go with the last reference. What an executor loses is computed
 * again.
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
