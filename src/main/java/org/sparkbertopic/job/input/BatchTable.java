package org.sparkbertopic.job.input;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** The rows of one batch of a stream, held in Spark's cache. */
public final class BatchTable {

  private BatchTable() {}

  /** Gives each core a share: a topic, or a file, may be one partition. */
  public static Dataset<Row> held(Dataset<Row> rows) {
    int cores = rows.sparkSession().sparkContext().defaultParallelism();
    Dataset<Row> shared = rows.rdd().getNumPartitions() < cores ? rows.repartition(cores) : rows;
    return shared.persist(StorageLevel.MEMORY_AND_DISK());
  }
}
