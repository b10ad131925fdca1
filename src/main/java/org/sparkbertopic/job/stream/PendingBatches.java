package org.sparkbertopic.job.stream;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.LiteralPaths;

/**
 * The documents of the batches that the model does not have yet: ids, texts and embeddings, since
 * Spark gives a batch only until it is done.
 */
final class PendingBatches {

  private static final String FOLDER = "pending";
  private static final String PREFIX = "batch=";
  private static final String BATCH = "__batch";
  private static final String RANK = "__rank";

  private final RunDirectory directory;
  private final FileSystem files;
  private final Path folder;

  PendingBatches(RunDirectory directory) {
    this.directory = directory;
    this.files = directory.files();
    this.folder = new Path(directory.path(RunDirectory.STAGES), FOLDER);
  }

  /** Keeps the documents of a batch, unless they are kept already. */
  void add(long batch, Dataset<Row> documents) {
    Path kept = new Path(folder, PREFIX + batch);
    if (!directory.exists(kept) && !documents.isEmpty()) {
      StreamOutput.publish(
          directory,
          new Path(folder, "_" + batch),
          kept,
          path -> documents.write().parquet(path.toString()));
    }
  }

  /**
   * The documents of all batches that are kept. Of the documents with one id, that of the last
   * batch stays.
   *
   * @param named whether the documents had ids; else ids are hashes of texts, and each row counts
   * @return empty if no batch had a document
   */
  Optional<Dataset<Row>> documents(SparkSession spark, boolean named) {
    Optional<Dataset<Row>> all =
        batches().stream()
            .map(
                batch ->
                    LiteralPaths.reader(spark)
                        .parquet(new Path(folder, PREFIX + batch).toString())
                        .withColumn(BATCH, lit(batch)))
            .reduce(Dataset::unionByName);
    return all.map(rows -> named ? newest(rows) : rows.drop(BATCH));
  }

  private static Dataset<Row> newest(Dataset<Row> rows) {
    return rows.withColumn(
            RANK, row_number().over(Window.partitionBy(InputColumns.ID).orderBy(col(BATCH).desc())))
        .filter(col(RANK).equalTo(1))
        .drop(RANK, BATCH);
  }

  /** Deletes the batches up to one. */
  void deleteThrough(long last) {
    batches().stream()
        .filter(batch -> batch <= last)
        .forEach(
            batch -> {
              try {
                files.delete(new Path(folder, PREFIX + batch), true);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private List<Long> batches() {
    List<Long> batches = new ArrayList<>();
    try {
      if (files.exists(folder)) {
        for (FileStatus status : files.listStatus(folder)) {
          String name = status.getPath().getName();
          if (name.startsWith(PREFIX)) {
            batches.add(Long.parseLong(name.substring(PREFIX.length())));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(Locale.ROOT, "'%s' cannot be read: %s", folder, e.getMessage()), e);
    }
    batches.sort(null);
    return batches;
  }
}
