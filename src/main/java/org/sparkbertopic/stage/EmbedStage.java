package org.sparkbertopic.stage;

import static org.sparkbertopic.stage.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.InputColumns.ID;
import static org.sparkbertopic.stage.InputColumns.TEXT;

import java.util.Locale;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbeddingCounters;
import org.sparkbertopic.embedding.EmbeddingProgress;
import org.sparkbertopic.embedding.TextEmbedding;
import org.sparkbertopic.stage.Workspace.CountedTable;

/**
 * Embeds the documents on executors: (id, text) to (id, embedding).
 *
 * @param embedder what embeds
 */
public record EmbedStage(Embedder embedder) {

  /** Embeds; a warning tells of texts whose end the model did not see. */
  public Dataset<Row> run(
      Dataset<Row> documents, long total, String fingerprint, Workspace workspace) {
    SparkContext spark = documents.sparkSession().sparkContext();
    CountedTable embeddings =
        workspace.tableByParts(
            Stage.EMBED,
            fingerprint,
            documents.select(ID, TEXT),
            total,
            new EmbedParts(embedder, spark));
    if (embeddings.count() > 0) {
      workspace.warn(
          String.format(
              Locale.ROOT,
              "%,d of %,d texts were longer than %s takes; the model saw only their beginning",
              embeddings.count(),
              total,
              embedder.name()));
    }
    return embeddings.table();
  }

  private static final class EmbedParts implements Workspace.Parts {

    private final Embedder embedder;
    private final SparkContext spark;
    private final EmbeddingCounters counters;
    private EmbeddingProgress progress;

    EmbedParts(Embedder embedder, SparkContext spark) {
      this.embedder = embedder;
      this.spark = spark;
      this.counters = EmbeddingCounters.register(spark);
    }

    @Override
    public Dataset<Row> compute(Dataset<Row> rows) {
      return TextEmbedding.of(embedder).embed(rows, TEXT, EMBEDDING, counters).drop(TEXT);
    }

    @Override
    public void begin(long done, long total) {
      progress = EmbeddingProgress.start(spark, counters, total - done, "spark-bertopic: embed");
    }

    @Override
    public void end() {
      progress.close();
    }

    @Override
    public long count() {
      return counters.truncated().value();
    }
  }
}
