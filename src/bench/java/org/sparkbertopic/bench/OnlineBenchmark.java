package org.sparkbertopic.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbeddingCounters;
import org.sparkbertopic.embedding.TextEmbedding;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.words.WordVectorEmbedder;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * A model that grows by chunks, against one fit of everything, on a corpus with dates and
 * categories: {@link OnlineGrowth} by months, {@link OnlineCost} by chunks of equal size, {@link
 * OnlineEmergence} with categories that come later.
 *
 * <p>Arguments: corpus ({@code .jsonl.gz} with id, date, category, text), a folder (embeddings in
 * it are used again), {@code minilm} or a file of word vectors, number of documents, and what to
 * run: {@code all}, {@code growth}, {@code cost}, {@code emergence}.
 */
public final class OnlineBenchmark {

  /** An abstract's first sentences; four times as many would take four times as long. */
  private static final int TOKENS = 64;

  /** Partitions of the corpus, whatever the machine. */
  private static final int PARTS = 8;

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("date", DataTypes.StringType)
          .add("category", DataTypes.StringType)
          .add("text", DataTypes.StringType);

  private OnlineBenchmark() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]);
    int documents = Integer.parseInt(args[3]);
    String what = args[4];
    try (SparkSession spark = spark()) {
      Dataset<Row> corpus = spark.read().parquet(embedded(spark, args, folder, documents));
      System.out.printf(Locale.ROOT, "%,d documents embedded by %s%n", documents, args[2]);
      if (!what.equals("cost")) {
        DocumentTopics whole = DocumentTopics.of(estimator().fit(corpus).summary().assignments());
        if (!what.equals("emergence")) {
          new OnlineGrowth(corpus, whole, folder).run();
        }
        if (!what.equals("growth")) {
          new OnlineEmergence(corpus, whole).run();
        }
      }
      if (what.equals("all") || what.equals("cost")) {
        new OnlineCost(corpus, folder).run();
      }
    }
  }

  /** What each of the runs fits: the defaults, and English stop words. */
  static BERTopic estimator() {
    return new BERTopic()
        .setIdCol("id")
        .setEmbeddingCol("embedding")
        .setVectorizer(CountVectorizer.create().withStopWords("english"));
  }

  /** A sample of the corpus with its embeddings, kept in the folder for the next run. */
  private static String embedded(SparkSession spark, String[] args, Path folder, int documents) {
    String model = args[2];
    String table = folder.resolve(Path.of(model).getFileName() + "-" + documents).toString();
    if (Files.exists(Path.of(table, "_SUCCESS"))) {
      return table;
    }
    Embedder embedder =
        model.equals("minilm")
            ? OnnxEmbedder.allMiniLmL6V2().withMaxTokens(TOKENS)
            : WordVectorEmbedder.of(model);
    Column random = xxhash64(col("id"));
    Dataset<Row> sample =
        spark.read().schema(SCHEMA).json(args[0]).orderBy(random).limit(documents);
    Clock clock = new Clock();
    TextEmbedding.of(embedder)
        .embed(
            sample.repartition(PARTS, col("id")),
            "text",
            "embedding",
            EmbeddingCounters.register(spark.sparkContext()))
        .write()
        .mode("overwrite")
        .parquet(table);
    System.out.printf(Locale.ROOT, "embedded in %.0f s by %s%n", clock.seconds(), embedder.name());
    return table;
  }

  private static SparkSession spark() {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("online benchmark")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 4)
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }
}
