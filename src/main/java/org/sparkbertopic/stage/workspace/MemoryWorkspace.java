package org.sparkbertopic.stage.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.stage.table.HeldTable;

/**
 * Keeps tables in Spark's cache (memory, then local disk) until the fit is over; the assignments
 * for as long as the fit's summary is referred to.
 */
public final class MemoryWorkspace implements Workspace {

  private static final Logger LOG = LoggerFactory.getLogger(MemoryWorkspace.class);

  private final List<Dataset<Row>> cached = new ArrayList<>();

  @Override
  public String inputFingerprint() {
    return "";
  }

  @Override
  public Dataset<Row> table(Stage stage, String fingerprint, Supplier<Dataset<Row>> compute) {
    if (stage == Stage.ASSIGN || stage == Stage.REASSIGN) {
      // The summary of the fit refers to it. Read now, so that it needs nothing that is released.
      return HeldTable.of(compute.get());
    }
    Dataset<Row> table = compute.get().persist(StorageLevel.MEMORY_AND_DISK());
    cached.add(table);
    return table;
  }

  @Override
  public Dataset<Row> held(Dataset<Row> table) {
    return HeldTable.of(table);
  }

  @Override
  public CountedTable tableByParts(
      Stage stage, String fingerprint, Dataset<Row> rows, long total, Parts parts) {
    Dataset<Row> table = table(stage, fingerprint, () -> parts.compute(rows));
    parts.begin(0, 0, total);
    try {
      table.foreachPartition((ForeachPartitionFunction<Row>) partition -> {});
    } finally {
      parts.end();
    }
    return new CountedTable(table, parts.counts());
  }

  @Override
  public <T> T value(Stage stage, String fingerprint, ValueFormat<T> format, Supplier<T> compute) {
    return compute.get();
  }

  @Override
  public void reject(Supplier<Dataset<Row>> rows, long count) {
    if (count > 0) {
      LOG.warn("{} rows of the input were left out", count);
    }
  }

  @Override
  public void note(String message) {
    LOG.info(message);
  }

  @Override
  public void warn(String warning) {
    LOG.warn(warning);
  }

  @Override
  public Progress progress() {
    return Progress.NONE;
  }

  @Override
  public void release() {
    cached.forEach(Dataset::unpersist);
    cached.clear();
  }
}
