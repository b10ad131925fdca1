package org.sparkbertopic.job.table;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Commits that carry the id of a write, so that it is found in the table's history. Delta also
 * refuses a second commit of one id by itself, in the same step in which it commits.
 */
final class TableCommits {

  /** Names in the summary of Iceberg's snapshots. */
  static final String RUN = "spark-bertopic.run";

  static final String WRITE = "spark-bertopic.write";

  private static final String ICEBERGS = "org.apache.iceberg.spark.CommitMetadata";
  private static final String ICEBERGS_PREFIX = "snapshot-property.";

  private TableCommits() {}

  /** What Delta's history says of a write. */
  static String described(TableWrite write) {
    return "spark-bertopic " + write.run() + " (" + write.id() + ")";
  }

  /** A writer whose commit carries the id. */
  static void mark(DataFrameWriterV2<Row> writer, TableWrite write, String format) {
    if (format.equals(TableVersions.DELTA)) {
      writer
          .option("txnAppId", write.id())
          .option("txnVersion", "1")
          .option("userMetadata", described(write));
    } else {
      writer.option(ICEBERGS_PREFIX + RUN, write.run()).option(ICEBERGS_PREFIX + WRITE, write.id());
    }
  }

  /** Runs a statement whose commit carries the id. */
  static void marked(SparkSession spark, TableWrite write, String format, Runnable statement)
      throws Exception {
    if (format.equals(TableVersions.DELTA)) {
      withSettings(
          spark,
          Map.of(
              "spark.databricks.delta.write.txnAppId", write.id(),
              "spark.databricks.delta.write.txnVersion", "1",
              "spark.databricks.delta.commitInfo.userMetadata", described(write)),
          statement);
      return;
    }
    Callable<Void> work =
        () -> {
          statement.run();
          return null;
        };
    try {
      Class.forName(ICEBERGS, true, Thread.currentThread().getContextClassLoader())
          .getMethod("withCommitProperties", Map.class, Callable.class, Class.class)
          .invoke(null, Map.of(RUN, write.run(), WRITE, write.id()), work, Exception.class);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static void withSettings(
      SparkSession spark, Map<String, String> settings, Runnable statement) {
    Map<String, Optional<String>> before = new TreeMap<>();
    settings.forEach(
        (key, value) -> {
          before.put(key, Optional.ofNullable(spark.conf().get(key, null)));
          spark.conf().set(key, value);
        });
    try {
      statement.run();
    } finally {
      before.forEach(
          (key, value) ->
              value.ifPresentOrElse(
                  old -> spark.conf().set(key, old), () -> spark.conf().unset(key)));
    }
  }
}
