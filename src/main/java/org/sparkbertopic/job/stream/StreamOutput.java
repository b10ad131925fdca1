package org.sparkbertopic.job.stream;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.run.AtomicFiles;
import org.sparkbertopic.job.run.IdFiles;
import org.sparkbertopic.job.run.OutputFormat;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.persistence.ModelVersions;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.LiteralPaths;

/**
 * Writes the tables of batches. Files of a batch appear as one folder {@code batch=N} in one step,
 * where the file system renames folders in one step. A batch that is written again replaces itself.
 */
final class StreamOutput {

  /** Formats of the assignments, named as in {@code output.format}. */
  enum Format {
    PARQUET,
    JSON,
    CSV,
    DELTA,
    KAFKA
  }

  static final String REJECTED = "rejected";

  private static final String BATCH = "batch=";
  private static final String VERSION = "version=";

  /** Rows in a file, at most about so many. */
  private static final long ROWS_OF_FILE = 500_000;

  private final RunDirectory directory;
  private final Format format;
  private final String stream;
  private final Map<String, String> kafka;

  StreamOutput(RunDirectory directory, JobConfig config, String stream) {
    this.directory = directory;
    this.format = config.choice("output.format", Format.class);
    this.stream = stream;
    this.kafka = format == Format.KAFKA ? kafkaOptions(config) : Map.of();
  }

  /** Checks everything that does not need Spark. */
  static void check(JobConfig config) {
    if (config.choice("output.format", Format.class) == Format.KAFKA) {
      kafkaOptions(config);
    }
  }

  private static Map<String, String> kafkaOptions(JobConfig config) {
    String topic = config.required("output.topic", "name the topic for the assignments");
    String servers =
        config
            .optional("output.bootstrap-servers")
            .orElseGet(
                () ->
                    config.required(
                        "kafka.bootstrap-servers",
                        "name brokers, or set output.bootstrap-servers"));
    Map<String, String> options = KafkaSource.options(config, servers);
    options.put("topic", topic);
    return options;
  }

  /** Checks that the connector is there. */
  static void requireConnector(SparkSession spark, JobConfig config) {
    Format format = config.choice("output.format", Format.class);
    if (format == Format.DELTA) {
      Connectors.delta(spark, "output.format");
    } else if (format == Format.KAFKA) {
      Connectors.KAFKA.require("output.format");
    }
  }

  /**
   * @param rows number of rows of the table
   */
  void writeAssignments(Dataset<Row> assignments, long rows, long batch) {
    Dataset<Row> table = assignments.coalesce((int) Math.min(10_000, 1 + rows / ROWS_OF_FILE));
    switch (format) {
      case DELTA -> writeDelta(table, RunDirectory.ASSIGNMENTS, batch);
      case KAFKA -> writeKafka(table);
      default -> {
        OutputFormat ofFiles = OutputFormat.valueOf(format.name());
        show(
            RunDirectory.ASSIGNMENTS,
            BATCH + batch,
            path -> ofFiles.write(IdFiles.writable(table, ofFiles), path.toString()));
      }
    }
  }

  private void writeDelta(Dataset<Row> table, String name, long number) {
    Path path = directory.path(name);
    // Delta keeps the last version of each application and skips what is not later.
    table
        .write()
        .format("delta")
        .mode(SaveMode.Append)
        .option("txnAppId", stream)
        .option("txnVersion", number)
        .save(path.toString());
  }

  private void writeKafka(Dataset<Row> table) {
    Column[] all = Arrays.stream(table.columns()).map(ColumnTypes::quoted).toArray(Column[]::new);
    Dataset<Row> named = IdType.forJson(table);
    named
        .select(
            IdType.key(table, InputColumns.ID).as("key"),
            to_json(struct(all), Map.of("ignoreNullFields", "false")).as("value"))
        .write()
        .format("kafka")
        .options(kafka)
        .save();
  }

  /** Writes the rows that were set aside; always as lines of JSON. */
  void writeRejected(Optional<Dataset<Row>> rejected, long batch) {
    rejected.ifPresent(rows -> show(REJECTED, BATCH + batch, path -> writeJson(rows, path)));
  }

  private static void writeJson(Dataset<Row> rows, Path path) {
    IdType.forJson(rows).coalesce(1).write().mode(SaveMode.ErrorIfExists).json(path.toString());
  }

  /**
   * Keeps the documents that a version gives another topic, until {@link #showReassigned}.
   *
   * @param rows number of rows of the table
   */
  void keepReassigned(Dataset<Row> reassigned, long rows, String version) {
    Path kept = keptReassigned(version);
    delete(kept);
    if (rows > 0) {
      reassigned.write().parquet(kept.toString());
    }
  }

  /** Shows the documents that were kept for a version; none if none were. */
  void showReassigned(SparkSession spark, String version) {
    Path kept = keptReassigned(version);
    if (!directory.exists(kept)) {
      return;
    }
    Dataset<Row> table = LiteralPaths.reader(spark).parquet(kept.toString());
    switch (format) {
      case DELTA ->
          writeDelta(
              table.withColumn("version", lit(version)),
              RunDirectory.REASSIGNED,
              ModelVersions.number(version).orElseThrow());
      case KAFKA ->
          show(RunDirectory.REASSIGNED, VERSION + version, path -> writeJson(table, path));
      default -> {
        OutputFormat ofFiles = OutputFormat.valueOf(format.name());
        show(
            RunDirectory.REASSIGNED,
            VERSION + version,
            path -> ofFiles.write(IdFiles.writable(table, ofFiles), path.toString()));
      }
    }
    delete(kept);
  }

  private Path keptReassigned(String version) {
    return new Path(directory.path(RunDirectory.STAGES), "reassigned-of-" + version);
  }

  private void delete(Path path) {
    try {
      directory.files().delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(Locale.ROOT, "'%s' cannot be deleted: %s", path, e.getMessage()), e);
    }
  }

  private void show(String table, String name, Consumer<Path> writer) {
    publish(
        directory,
        new Path(directory.path(RunDirectory.STAGES), table + "-" + name.replace('=', '-')),
        new Path(directory.path(table), name),
        writer);
  }

  /**
   * Writes a folder that appears in one step, where the file system renames folders in one step. A
   * folder that is there stays.
   *
   * @param fresh where it is written first
   */
  static void publish(RunDirectory directory, Path fresh, Path shown, Consumer<Path> writer) {
    FileSystem files = directory.files();
    try {
      files.delete(fresh, true);
      writer.accept(fresh);
      directory.checkLease();
      if (files.exists(shown)) {
        // The process ended between this step and the mark of the batch.
        // an object store renames a folder file by file, so it may be there in part
        if (!AtomicFiles.isObjectStore(files, shown)) {
          files.delete(fresh, true);
          return;
        }
        files.delete(shown, true);
      }
      files.mkdirs(shown.getParent());
      if (!files.rename(fresh, shown)) {
        throw new IOException("could not rename '" + fresh + "'");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(Locale.ROOT, "'%s' cannot be written: %s", shown, e.getMessage()), e);
    }
  }
}
