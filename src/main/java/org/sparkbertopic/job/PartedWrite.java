package org.sparkbertopic.job;

import java.io.Serializable;
import java.util.function.UnaryOperator;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.sparkbertopic.stage.InputColumns;
import scala.runtime.AbstractFunction1;

/**
 * Computes a table in groups of partitions, each appended to the result by a job of its own: a run
 * that dies loses the group it was at, on any file system, whatever committer it has.
 */
final class PartedWrite {

  /** Rows of a task at least; fewer make poor batches. */
  private static final int LEAST_ROWS_OF_TASK = 512;

  /** Rows of a task at most where the input's own partitions are larger. */
  private static final int MOST_ROWS_OF_TASK = 20_000;

  /**
   * Tasks of a group for each core: more lose more to a crash, fewer idle more at a group's end.
   */
  private static final int TASKS_OF_CORE = 2;

  private final SparkSession spark;
  private final String path;

  PartedWrite(SparkSession spark, String path) {
    this.spark = spark;
    this.path = path;
  }

  /**
   * Appends {@code compute(rows)}.
   *
   * @param count number of rows
   * @param afterPart run when a part is on disk
   */
  void append(
      Dataset<Row> rows, long count, UnaryOperator<Dataset<Row>> compute, Runnable afterPart) {
    int cores = spark.sparkContext().defaultParallelism();
    RDD<Row> cut = rows.repartition(tasks(count, cores), functions.col(InputColumns.ID)).rdd();
    int partitions = cut.getNumPartitions();
    int group = TASKS_OF_CORE * cores;
    for (int from = 0; from < partitions; from += group) {
      RDD<Row> part =
          PartitionPruningRDD.create(cut, new InRange(from, Math.min(from + group, partitions)));
      compute
          .apply(spark.createDataFrame(part, rows.schema()))
          .write()
          .mode(SaveMode.Append)
          .parquet(path);
      afterPart.run();
    }
  }

  /** A multiple of the cores, so that no group ends with idle ones. */
  private static int tasks(long count, int cores) {
    long wanted =
        Math.max(count / MOST_ROWS_OF_TASK, Math.min(count / LEAST_ROWS_OF_TASK, 16L * cores));
    long waves = Math.max(1, (wanted + cores - 1) / cores);
    return (int) Math.min(waves * cores, 1_000_000);
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
