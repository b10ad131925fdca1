package org.sparkbertopic.job.fit;

import static org.sparkbertopic.stage.table.InputColumns.ID;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.stage.table.LiteralPaths;
import org.sparkbertopic.stage.workspace.MemoryWorkspace;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.stage.workspace.Workspace;

/**
 * Keeps the stages of one chunk among many: its embeddings in files, the rest in Spark's cache. The
 * chunk as a whole is what a run takes up.
 */
final class ChunkWorkspace implements Workspace {

  private final SparkSession spark;
  private final Path embeddings;
  private final Optional<String> embeddingCache;
  private final Console console;
  private final String chunk;
  private final MemoryWorkspace memory = new MemoryWorkspace();
  private final Map<String, Long> counted = new TreeMap<>();

  /**
   * @param embeddings where the table of embeddings goes
   */
  ChunkWorkspace(
      SparkSession spark,
      Path embeddings,
      Optional<String> embeddingCache,
      Console console,
      String chunk) {
    this.spark = spark;
    this.embeddings = embeddings;
    this.embeddingCache = embeddingCache;
    this.console = console;
    this.chunk = chunk;
  }

  /** What the stages counted. */
  Map<String, Long> counted() {
    return counted;
  }

  @Override
  public String inputFingerprint() {
    return "";
  }

  @Override
  public Dataset<Row> table(Stage stage, String fingerprint, Supplier<Dataset<Row>> compute) {
    return memory.table(stage, fingerprint, compute);
  }

  @Override
  public CountedTable tableByParts(
      Stage stage, String fingerprint, Dataset<Row> rows, long total, Parts parts) {
    String path = embeddings.toString();
    Dataset<Row> remaining = rows;
    parts.begin(0, 0, total);
    try {
      Optional<Dataset<Row>> known = parts.known(rows);
      if (known.isPresent()) {
        known.get().write().mode(SaveMode.Append).parquet(path);
        Dataset<Row> found = LiteralPaths.reader(spark).parquet(path).select(ID);
        remaining = rows.join(found, new String[] {ID}, "left_anti");
      }
      parts.compute(remaining).write().mode(SaveMode.Append).parquet(path);
    } finally {
      parts.end();
    }
    parts.counts().forEach(this::count);
    return new CountedTable(LiteralPaths.reader(spark).parquet(path), parts.counts());
  }

  @Override
  public <T> T value(Stage stage, String fingerprint, ValueFormat<T> format, Supplier<T> compute) {
    return compute.get();
  }

  /** The run keeps what all chunks set aside. */
  @Override
  public void reject(Supplier<Dataset<Row>> rows, long count) {}

  @Override
  public void warn(String warning) {
    console.warn("chunk " + chunk + ": " + warning);
  }

  @Override
  public void count(String name, long value) {
    counted.merge(name, value, Long::sum);
  }

  @Override
  public Optional<String> embeddingCache() {
    return embeddingCache;
  }

  @Override
  public Progress progress() {
    return Progress.NONE;
  }

  @Override
  public void release() {
    memory.release();
  }
}
