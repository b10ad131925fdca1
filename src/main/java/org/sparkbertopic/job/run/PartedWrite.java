package org.sparkbertopic.job.run;

import java.io.Serializable;
import java.util.function.UnaryOperator;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.sparkbertopic.stage.table.InputColumns;
import scala.runtime.AbstractFunction1;

/**
 * Writes a table in groups of partitions. A separate job appends each group, so a run that dies
 * loses only the current group, on any file system and with any committer.
 */
final class PartedWrite {

  /** Minimum rows per task: fewer give poor batches and many small files. */
  private static final int LEAST_ROWS_OF_TASK = 256;

  /** Maximum rows per task for large tables. */
  private static final int MOST_ROWS_OF_TASK = 20_000;

  /** Minimum number of groups, if there are enough rows: it bounds the work that can be lost. */
  private static final int LEAST_GROUPS = 8;

  /** Maximum number of groups: each is a job, and cores idle at the end of a job. */
  private static final int MOST_GROUPS = 64;

  private final SparkSession spark;
  private final String path;

  PartedWrite(SparkSession spark, String path) {
    this.spark = spark;
    this.path = path;
  }

  /**
   * Appends {@code compute(rows)} to the table.
   *
   * @param count number of rows
   * @param afterPart called when a group is on disk
   */
  void append(
      Dataset<Row> rows, long count, UnaryOperator<Dataset<Row>> compute, Runnable afterPart) {
    RDD<Row> cut = rows.repartition(tasks(count, cores()), functions.col(InputColumns.ID)).rdd();
    int partitions = cut.getNumPartitions();
    for (int from = 0; from < partitions; ) {
      int to = (int) Math.min((long) from + groupSize(partitions, cores()), partitions);
      RDD<Row> part = PartitionPruningRDD.create(cut, new InRange(from, to));
      compute
          .apply(spark.createDataFrame(part, rows.schema()))
          .write()
          .mode(SaveMode.Append)
          .parquet(path);
      afterPart.run();
      from = to;
    }
  }

  /** Read again for each group: with dynamic allocation a cluster starts with few cores. */
  private int cores() {
    return spark.sparkContext().defaultParallelism();
  }

  private static int tasks(long count, int cores) {
    long wanted = (long) LEAST_GROUPS * cores;
    long most = count / LEAST_ROWS_OF_TASK;
    long least = count / MOST_ROWS_OF_TASK;
    return (int) Math.max(1, Math.min(1_000_000, Math.max(least, Math.min(wanted, most))));
  }

  /** A multiple of the number of cores, so that cores idle only at the end of a group. */
  private static int groupSize(int partitions, int cores) {
    int even = (partitions + MOST_GROUPS - 1) / MOST_GROUPS;
    return (even + cores - 1) / cores * cores;
  }

  private static final class InRange extends AbstractFunction1<Object, Object>
      implements Serializable {

    private final int from;
    private final int to;

    InRange(int from, int to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public Object apply(Object partition) {
      int index = (Integer) partition;
      return index >= from && index < to;
    }
  }
}
