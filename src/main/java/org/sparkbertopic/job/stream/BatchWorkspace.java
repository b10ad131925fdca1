package org.sparkbertopic.job.stream;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.stage.workspace.Workspace;

/** Keeps the tables of one batch in Spark's cache (memory, then local disk). */
final class BatchWorkspace implements Workspace, AutoCloseable {

  /** Fewer rows give poor batches to an embedder. */
  private static final long LEAST_ROWS_OF_TASK = 256;

  /** Several, so that no core waits long for the last task. */
  private static final int TASKS_OF_CORE = 4;

  private final Console console;
  private final List<Dataset<Row>> held = new ArrayList<>();
  private Optional<Dataset<Row>> rejected = Optional.empty();

  BatchWorkspace(Console console) {
    this.console = console;
  }

  /** The rows that were set aside; empty if there are none. */
  Optional<Dataset<Row>> rejected() {
    return rejected;
  }

  @Override
  public String inputFingerprint() {
    return "";
  }

  @Override
  public Dataset<Row> table(Stage stage, String fingerprint, Supplier<Dataset<Row>> compute) {
    Dataset<Row> table = compute.get().persist(StorageLevel.MEMORY_AND_DISK());
    held.add(table);
    return table;
  }

  @Override
  public CountedTable tableByParts(
      Stage stage, String fingerprint, Dataset<Row> rows, long total, Parts parts) {
    int cores = rows.sparkSession().sparkContext().defaultParallelism();
    int tasks = (int) Math.min(1 + total / LEAST_ROWS_OF_TASK, (long) TASKS_OF_CORE * cores);
    Dataset<Row> shared = rows.repartition(tasks, col(InputColumns.ID));
    Dataset<Row> table = table(stage, fingerprint, () -> parts.compute(shared));
    table.foreachPartition((ForeachPartitionFunction<Row>) partition -> {});
    return new CountedTable(table, parts.counts());
  }

  @Override
  public <T> T value(Stage stage, String fingerprint, ValueFormat<T> format, Supplier<T> compute) {
    return compute.get();
  }

  @Override
  public void reject(Supplier<Dataset<Row>> rows, long count) {
    rejected = count > 0 ? Optional.of(rows.get()) : Optional.empty();
  }

  @Override
  public void warn(String warning) {
    console.warn(warning);
  }

  @Override
  public Progress progress() {
    return Progress.NONE;
  }

  @Override
  public void release() {
    held.forEach(Dataset::unpersist);
    held.clear();
  }

  @Override
  public void close() {
    release();
  }
}
