package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.unhex;
import static org.sparkbertopic.stage.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.InputColumns.ID;
import static org.sparkbertopic.stage.InputColumns.TEXT;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Embeddings of earlier runs, whatever their output: a folder on any of Hadoop's file systems that
 * holds, for each embedder by its fingerprint, tables of (SHA-256 of a text, embedding).
 *
 * <p>Each run adds a table of its own, under a name of its own, and a table counts once it is
 * whole: runs at the same time do not disturb each other, and one that dies leaves nothing that is
 * read. Texts that two of them added have equal vectors.
 */
public final class EmbeddingCache {

  private static final String HASH = "hash";
  private static final String WHOLE = "_SUCCESS";

  private final SparkSession spark;
  private final Path folder;
  private final FileSystem files;

  private EmbeddingCache(SparkSession spark, Path folder, FileSystem files) {
    this.spark = spark;
    this.folder = folder;
    this.files = files;
  }

  /**
   * The part of the cache that holds the vectors of one embedder; made if it is not there.
   *
   * @param embedderFingerprint see {@link org.sparkbertopic.embedding.Embedder#fingerprint}
   * @throws UnusableInputException if the folder cannot be read and written
   */
  public static EmbeddingCache open(SparkSession spark, String path, String embedderFingerprint) {
    try {
      Path folder = new Path(path, Fingerprint.ofText(embedderFingerprint));
      FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
      files.mkdirs(folder);
      Path probe = new Path(folder, "_" + spark.sparkContext().applicationId());
      files.create(probe, true).close();
      files.delete(probe, false);
      return new EmbeddingCache(spark, files.makeQualified(folder), files);
    } catch (IOException | IllegalArgumentException e) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "embedding.cache '%s' cannot be written: %s; check its permissions, or leave embedding.cache empty",
              path,
              e.getMessage()),
          e);
    }
  }

  /**
   * Those of the documents (id, text) whose text has a vector here, as (id, embedding); empty where
   * the cache is.
   */
  public Optional<Dataset<Row>> known(Dataset<Row> documents) {
    return entries()
        .map(
            entries ->
                documents
                    .select(col(ID), hash())
                    .join(entries, HASH)
                    // Two runs at the same time may have added one text.
                    .dropDuplicates(ID)
                    .select(ID, EMBEDDING));
  }

  /**
   * Adds the vectors of documents whose texts have none here.
   *
   * @param documents (id, text)
   * @param embeddings (id, embedding)
   */
  public void add(Dataset<Row> documents, Dataset<Row> embeddings) throws IOException {
    Dataset<Row> hashes = documents.select(col(ID), hash()).dropDuplicates(HASH);
    Dataset<Row> fresh =
        entries()
            .map(entries -> hashes.join(entries.select(HASH), new String[] {HASH}, "left_anti"))
            .orElse(hashes)
            .join(embeddings, ID)
            .select(HASH, EMBEDDING);
    Path table = newTable();
    fresh.write().parquet(table.toString());
    Path whole = new Path(table, WHOLE);
    if (!files.exists(whole)) {
      files.create(whole).close(); // Spark was told not to
    }
  }

  /** No other application writes there, and no other run of this one did. */
  private Path newTable() throws IOException {
    String name = "run-" + spark.sparkContext().applicationId();
    int number = 0;
    while (files.exists(new Path(folder, name + "-" + number))) {
      number++;
    }
    return new Path(folder, name + "-" + number);
  }

  private Optional<Dataset<Row>> entries() {
    try {
      List<String> tables = new ArrayList<>();
      for (FileStatus table : files.listStatus(folder)) {
        if (table.isDirectory() && files.exists(new Path(table.getPath(), WHOLE))) {
          tables.add(table.getPath().toString());
        }
      }
      return tables.isEmpty()
          ? Optional.empty()
          : Optional.of(spark.read().parquet(tables.toArray(String[]::new)));
    } catch (IOException e) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "embedding.cache '%s' cannot be read: %s; check its permissions, or leave embedding.cache empty",
              folder,
              e.getMessage()),
          e);
    }
  }

  private static Column hash() {
    return unhex(sha2(col(TEXT).cast("binary"), 256)).as(HASH);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
