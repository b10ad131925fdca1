package org.sparkbertopic.stage;

import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbeddingCounters;
import org.sparkbertopic.embedding.EmbeddingProgress;
import org.sparkbertopic.embedding.TextEmbedding;
import org.sparkbertopic.stage.workspace.EmbeddingCache;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.stage.workspace.Workspace;
import org.sparkbertopic.stage.workspace.Workspace.CountedTable;

/**
 * Embeds the documents on executors: (id, text) to (id, embedding).
 *
 * @param embedder what embeds
 */
public record EmbedStage(Embedder embedder) {

  private static final String TRUNCATED = "truncatedTexts";
  private static final String ZERO_VECTORS = "zeroVectors";
  private static final String TOKENS_SEEN = "tokensSeen";
  private static final String TOKENS_LOST = "tokensLost";
  private static final String EMBEDDED = "embeddedTexts";
  private static final String REPEATED = "repeatedTexts";
  private static final String CACHED = "cachedTexts";

  /**
   * Embeds the texts that the workspace's embedding cache does not hold, and adds them to it. Warns
   * of texts that were truncated and of vectors that are zero.
   */
  public Dataset<Row> run(
      Dataset<Row> documents, long total, String fingerprint, Workspace workspace) {
    SparkContext spark = documents.sparkSession().sparkContext();
    Optional<EmbeddingCache> cache =
        workspace
            .embeddingCache()
            .map(
                path ->
                    EmbeddingCache.open(documents.sparkSession(), path, embedder.fingerprint()));
    Dataset<Row> texts = documents.select(ID, TEXT);
    EmbedParts parts = new EmbedParts(embedder, spark, cache, workspace.progress());
    CountedTable embeddings = workspace.tableByParts(Stage.EMBED, fingerprint, texts, total, parts);
    cache.ifPresent(
        entries -> addNew(texts, embeddings.table(), parts, entries, fingerprint, workspace));
    warn(embeddings.counts(), total, workspace);
    return embeddings.table();
  }

  /** Includes those of a run that died before it added them. */
  private static void addNew(
      Dataset<Row> texts,
      Dataset<Row> embeddings,
      EmbedParts parts,
      EmbeddingCache cache,
      String fingerprint,
      Workspace workspace) {
    if (parts.embedded() > 0 || (parts.takenUp() && !isAdded(cache, fingerprint))) {
      add(texts, embeddings, cache, fingerprint, workspace);
    }
    if (!cache.damaged().isEmpty()) {
      workspace.warn(
          String.format(
              Locale.ROOT,
              "the embedding cache '%s' has damaged tables, which were left out: %s; delete them to save the space",
              cache,
              String.join(", ", cache.damaged())));
    }
  }

  private static boolean isAdded(EmbeddingCache cache, String fingerprint) {
    try {
      return cache.hasAdded(fingerprint);
    } catch (IOException e) {
      return true; // it cannot be used now, and is not needed
    }
  }

  /** The embeddings themselves are safe. A cache that fails now only costs the next run time. */
  private static void add(
      Dataset<Row> texts,
      Dataset<Row> embeddings,
      EmbeddingCache cache,
      String fingerprint,
      Workspace workspace) {
    try {
      cache.add(texts, embeddings, fingerprint);
    } catch (Exception e) {
      // Scala throws checked exceptions without declaring them.
      workspace.warn(
          String.format(
              Locale.ROOT,
              "the embeddings could not be added to the embedding cache '%s': %s",
              cache,
              e.getMessage()));
    }
  }

  private void warn(Map<String, Long> counts, long total, Workspace workspace) {
    long truncated = counts.getOrDefault(TRUNCATED, 0L);
    if (truncated > 0) {
      workspace.warn(
          String.format(
              Locale.ROOT,
              "%,d of %,d texts were longer than %s takes; the model saw only their beginning%s",
              truncated,
              total,
              embedder.name(),
              shareLost(counts)));
    }
    long zeros = counts.getOrDefault(ZERO_VECTORS, 0L);
    if (zeros > 0) {
      workspace.warn(
          String.format(
              Locale.ROOT,
              "%,d of %,d texts have no vector, because %s knows no word of them; they are set aside: topic -1, with the reason",
              zeros,
              total,
              embedder.name()));
    }
  }

  private static String shareLost(Map<String, Long> counts) {
    long lost = counts.getOrDefault(TOKENS_LOST, 0L);
    if (lost == 0) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        ", and %.1f %% of all tokens were lost (OnnxEmbedder.withLongDocuments(CHUNK) keeps them)",
        100.0 * lost / (lost + counts.getOrDefault(TOKENS_SEEN, 0L)));
  }

  private static final class EmbedParts implements Workspace.Parts {

    private final Embedder embedder;
    private final SparkContext spark;
    private final Optional<EmbeddingCache> cache;
    private final EmbeddingCounters counters;
    private final Progress watcher;
    private EmbeddingProgress progress;
    private long known;

    EmbedParts(
        Embedder embedder, SparkContext spark, Optional<EmbeddingCache> cache, Progress watcher) {
      this.watcher = watcher;
      this.embedder = embedder;
      this.spark = spark;
      this.cache = cache;
      this.counters = EmbeddingCounters.register(spark);
    }

    @Override
    public Dataset<Row> compute(Dataset<Row> rows) {
      return TextEmbedding.of(embedder).embed(rows, TEXT, EMBEDDING, counters).drop(TEXT);
    }

    @Override
    public Optional<Dataset<Row>> known(Dataset<Row> rows) {
      return cache.flatMap(entries -> entries.known(rows));
    }

    @Override
    public void begin(long done, long fromElsewhere, long total) {
      known = fromElsewhere;
      progress =
          EmbeddingProgress.start(spark, counters, total - done, "spark-bertopic: embed", watcher);
    }

    /** Whether an earlier run had finished the whole table. */
    boolean takenUp() {
      return progress == null;
    }

    long embedded() {
      return counters.documents().value();
    }

    @Override
    public void end() {
      progress.close();
    }

    @Override
    public Map<String, Long> counts() {
      return Map.of(
          EMBEDDED,
          embedded(),
          REPEATED,
          counters.repeated().value(),
          CACHED,
          known,
          TRUNCATED,
          counters.truncated().value(),
          ZERO_VECTORS,
          counters.zeroVectors().value(),
          TOKENS_SEEN,
          counters.tokensSeen().value(),
          TOKENS_LOST,
          counters.tokensLost().value());
    }
  }
}
