package org.sparkbertopic.stage.workspace;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.unhex;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.io.FilePaths;
import org.sparkbertopic.stage.table.LiteralPaths;
import org.sparkbertopic.stage.table.TableDamage;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * Embeddings of earlier runs, whatever their output: a folder on any of Hadoop's file systems that
 * holds, for each embedder by its fingerprint, tables of (SHA-256 of a text, embedding).
 *
 * <p>Each run adds its own table under its own name, and a table counts once it is complete. So
 * concurrent runs do not disturb each other, and a run that dies leaves nothing that is read. A
 * text that two runs added has equal vectors.
 */
public final class EmbeddingCache {

  private static final String HASH = "hash";
  private static final String WHOLE = "_SUCCESS";

  /** Names and sizes of a table's files. */
  private static final String LIST = "_files";

  private static final String ADDED = "_added-";
  private static final String DAMAGED = "_damaged-";
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddingCache.class);

  private final SparkSession spark;
  private final Path folder;
  private final FileSystem files;
  private final Set<String> damaged = new TreeSet<>();

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
      Path folder = FilePaths.child(FilePaths.of(path), Fingerprint.ofText(embedderFingerprint));
      FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
      files.mkdirs(folder);
      Path probe = new Path(folder, "_" + spark.sparkContext().applicationId());
      files.create(probe, true).close();
      files.delete(probe, false);
      return new EmbeddingCache(spark, files.makeQualified(folder), files);
    } catch (IOException | IllegalArgumentException e) {
      throw UnusableInputException.of(
          e,
          "the embedding cache '%s' cannot be written: %s; check its permissions, or do without a cache",
          path,
          e.getMessage());
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
   * @param print of the embeddings; told later by {@link #hasAdded}
   */
  public void add(Dataset<Row> documents, Dataset<Row> embeddings, String print)
      throws IOException {
    try {
      append(documents, embeddings);
    } catch (Exception e) {
      // Scala throws checked exceptions without declaring them.
      if (setAsideDamaged() == 0) {
        throw e;
      }
      append(documents, embeddings);
    }
    files.create(added(print), true).close();
  }

  /** Whether the embeddings were added: a run may have died before it did. */
  public boolean hasAdded(String print) throws IOException {
    return files.exists(added(print));
  }

  private Path added(String print) {
    return new Path(folder, ADDED + print);
  }

  /** Tables that were left out because they lost a file, or a file was cut. */
  public Set<String> damaged() {
    return Set.copyOf(damaged);
  }

  private void append(Dataset<Row> documents, Dataset<Row> embeddings) throws IOException {
    Dataset<Row> hashes = documents.select(col(ID), hash()).dropDuplicates(HASH);
    Dataset<Row> fresh =
        entries()
            .map(entries -> hashes.join(entries.select(HASH), new String[] {HASH}, "left_anti"))
            .orElse(hashes)
            .join(embeddings, ID)
            .select(HASH, EMBEDDING);
    Path table = newTable();
    fresh.write().parquet(table.toString());
    try (OutputStream out = files.create(new Path(table, LIST), true)) {
      out.write(String.join("\n", state(table)).getBytes(StandardCharsets.UTF_8));
    }
    Path whole = new Path(table, WHOLE);
    if (!files.exists(whole)) {
      files.create(whole).close(); // Spark was told not to
    }
  }

  /** Two drivers may have the same application id. */
  private Path newTable() {
    String print =
        Fingerprint.of("table of the cache")
            .with("process", ProcessHandle.current().pid())
            .with("time", System.nanoTime())
            .digest();
    return new Path(
        folder, "run-" + spark.sparkContext().applicationId() + "-" + print.substring(0, 12));
  }

  private List<String> state(Path table) throws IOException {
    List<String> state = new ArrayList<>();
    for (FileStatus file : files.listStatus(table)) {
      String name = file.getPath().getName();
      if (!name.startsWith("_") && !name.startsWith(".")) {
        state.add(file.getLen() + " " + name);
      }
    }
    Collections.sort(state);
    return state;
  }

  /** A table by an earlier version has no list; its files are not empty at least. */
  private boolean isSound(Path table) throws IOException {
    List<String> state = state(table);
    Path list = new Path(table, LIST);
    if (!files.exists(list)) {
      return state.stream().noneMatch(file -> file.startsWith("0 "));
    }
    try (InputStream in = files.open(list)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).equals(String.join("\n", state));
    }
  }

  /** Reads all tables, and renames those that cannot be read. */
  private int setAsideDamaged() throws IOException {
    int found = 0;
    for (Path table : tables()) {
      try {
        LiteralPaths.reader(spark)
            .parquet(table.toString())
            .write()
            .format("noop")
            .mode("overwrite")
            .save();
      } catch (Exception e) {
        // Scala throws checked exceptions without declaring them.
        if (!TableDamage.isToldBy(e)) {
          throw e;
        }
        LOG.warn("'{}' cannot be read and is set aside", table, e);
        files.rename(table, new Path(folder, DAMAGED + table.getName()));
        damaged.add(table.getName());
        found++;
      }
    }
    return found;
  }

  private List<Path> tables() throws IOException {
    List<Path> tables = new ArrayList<>();
    for (FileStatus table : files.listStatus(folder)) {
      Path path = table.getPath();
      if (!table.isDirectory()
          || path.getName().startsWith("_")
          || !files.exists(new Path(path, WHOLE))) {
        continue;
      }
      if (isSound(path)) {
        tables.add(path);
      } else {
        damaged.add(path.getName());
      }
    }
    return tables;
  }

  private Optional<Dataset<Row>> entries() {
    try {
      List<String> tables = tables().stream().map(Path::toString).toList();
      return tables.isEmpty()
          ? Optional.empty()
          : Optional.of(LiteralPaths.reader(spark).parquet(tables.toArray(String[]::new)));
    } catch (IOException e) {
      throw UnusableInputException.of(
          e,
          "the embedding cache '%s' cannot be read: %s; check its permissions, or do without a cache",
          folder,
          e.getMessage());
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
