package org.sparkbertopic.bench;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.evaluation.Agreement;
import org.sparkbertopic.evaluation.Stability;
import org.sparkbertopic.evaluation.TopicEvaluator;
import org.sparkbertopic.evaluation.TopicQuality;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * How good topics are on a corpus with given embeddings, for several seeds: agreement with the
 * labels, coherence and diversity of the words, outliers, stability; by HDBSCAN, by HDBSCAN of a
 * layout with UMAP's own parameters (plain), and by k-means with 50 clusters.
 *
 * <p>Arguments: corpus ({@code .jsonl.gz} with id, text and, if there are any, label), embeddings
 * ({@code .npy}, a row for each document), an empty folder, least size of a topic, seeds.
 */
public final class QualityBenchmark {

  private static final int THREADS = 2;

  /** Rows that are written at a time: a plan that holds all of them would need them twice. */
  private static final int ROWS_PER_PART = 5_000;

  /** The label of every document of a corpus without labels. */
  private static final String UNLABELLED = "";

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("text", DataTypes.StringType)
          .add("label", DataTypes.StringType)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType));

  private QualityBenchmark() {}

  private record Fit(long seed, TopicQuality quality, double seconds, Stability.Run run) {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[2]);
    int minTopicSize = Integer.parseInt(args[3]);
    List<Long> seeds = new ArrayList<>();
    for (int i = 4; i < args.length; i++) {
      seeds.add(Long.parseLong(args[i]));
    }
    try (SparkSession spark = spark()) {
      Dataset<Row> corpus = table(spark, Path.of(args[0]), Path.of(args[1]), folder);
      System.out.printf(
          Locale.ROOT,
          "%,d documents, topics of at least %d, English stop words, top %d words%n",
          corpus.count(),
          minTopicSize,
          TopicEvaluator.DEFAULT_TOP_N_WORDS);
      Hdbscan hdbscan = Hdbscan.create().withMinClusterSize(minTopicSize);
      measure("hdbscan", Umap.create(), hdbscan, corpus, seeds, folder);
      measure("plain", Umap.bertopic(), hdbscan, corpus, seeds, folder);
      measure("kmeans", Umap.create(), KMeans.create(), corpus, seeds, folder);
    }
  }

  private static void measure(
      String name,
      Umap umap,
      Clusterer clusterer,
      Dataset<Row> corpus,
      List<Long> seeds,
      Path folder) {
    System.out.printf(
        Locale.ROOT,
        "%n%-8s %5s %7s %9s %6s %6s %6s %7s %7s %6s %9s %7s%n",
        name,
        "seed",
        "topics",
        "outliers",
        "NMI",
        "ARI",
        "purity",
        "NPMI",
        "c_v",
        "NMI*",
        "diversity",
        "seconds");
    List<Fit> fits = new ArrayList<>();
    for (long seed : seeds) {
      Fit fit = fit(umap, clusterer, corpus, seed, folder.resolve(name + "-" + seed));
      fits.add(fit);
      print(Long.toString(seed), List.of(fit));
    }
    print("median", fits);
    System.out.println("NMI*: of all documents, outliers as one more topic; the others without");
    double agreement = Double.NaN;
    double clusteredAgreement = Double.NaN;
    if (fits.size() > 1) {
      Stability stability = Stability.of(fits.stream().map(Fit::run).toList());
      agreement = stability.ari();
      clusteredAgreement = stability.clusteredAri();
      System.out.printf(
          Locale.ROOT,
          "between seeds: ARI %.3f, NMI %.3f; clustered in both: ARI %.3f, NMI %.3f; words %.3f%n",
          stability.ari(),
          stability.nmi(),
          stability.clusteredAri(),
          stability.clusteredNmi(),
          stability.words());
    }
    System.out.println();
    line(name + "-nmi", fits, fit -> figure(fit.quality.clustered(), Agreement::nmi));
    line(name + "-npmi", fits, fit -> fit.quality.npmi());
    line(name + "-diversity", fits, fit -> fit.quality.diversity());
    line(name + "-outliers", fits, fit -> fit.quality.outlierShare());
    System.out.println(Series.line(name + "-agreement", agreement, Double.NaN));
    System.out.println(Series.line(name + "-agreement-clustered", clusteredAgreement, Double.NaN));
  }

  private static void line(String name, List<Fit> fits, ToDoubleFunction<Fit> figure) {
    System.out.println(Series.line(name, median(fits, figure), Double.NaN));
  }

  private static Fit fit(
      Umap umap, Clusterer clusterer, Dataset<Row> corpus, long seed, Path folder) {
    CountVectorizer vectorizer = CountVectorizer.create().withStopWords("english");
    BERTopic estimator =
        new BERTopic()
            .setIdCol("id")
            .setEmbeddingCol("embedding")
            .setSeed(seed)
            .setReducer(umap)
            .setClusterer(clusterer)
            .setVectorizer(vectorizer);
    Clock clock = new Clock();
    BERTopicModel model = estimator.fit(corpus);
    double seconds = clock.seconds();
    String table = folder.toString();
    model.summary().assignments().select("id", "topic").write().parquet(table);
    Dataset<Row> assignments = corpus.sparkSession().read().parquet(table);
    TopicEvaluator evaluator = TopicEvaluator.of(vectorizer);
    boolean labelled = !corpus.filter(col("label").notEqual(UNLABELLED)).isEmpty();
    TopicQuality quality =
        evaluator.evaluate(
            corpus.select("id", "text", "label").join(assignments, "id"), model.topics(), labelled);
    return new Fit(
        seed, quality, seconds, new Stability.Run(assignments, evaluator.topWords(model.topics())));
  }

  private static void print(String seed, List<Fit> fits) {
    System.out.printf(
        Locale.ROOT,
        "%14s %7.0f %8.1f%% %6.3f %6.3f %6.3f %7.4f %7.4f %6.3f %9.3f %7.1f%n",
        seed,
        median(fits, fit -> fit.quality.topics().size()),
        median(fits, fit -> 100 * fit.quality.outlierShare()),
        median(fits, fit -> figure(fit.quality.clustered(), Agreement::nmi)),
        median(fits, fit -> figure(fit.quality.clustered(), Agreement::ari)),
        median(fits, fit -> figure(fit.quality.clustered(), Agreement::purity)),
        median(fits, fit -> fit.quality.npmi()),
        median(fits, fit -> fit.quality.cv()),
        median(fits, fit -> figure(fit.quality.all(), Agreement::nmi)),
        median(fits, fit -> fit.quality.diversity()),
        median(fits, Fit::seconds));
  }

  /** NaN without labels. */
  private static double figure(Optional<Agreement> agreement, ToDoubleFunction<Agreement> figure) {
    return agreement.map(figure::applyAsDouble).orElse(Double.NaN);
  }

  private static double median(List<Fit> fits, ToDoubleFunction<Fit> figure) {
    Series series = new Series();
    fits.forEach(fit -> series.add(figure.applyAsDouble(fit)));
    return series.median();
  }

  private static SparkSession spark() {
    SparkSession spark =
        SparkSession.builder()
            .master("local[" + THREADS + "]")
            .appName("quality benchmark")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2 * THREADS)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }

  private static Dataset<Row> table(SparkSession spark, Path corpus, Path embeddings, Path folder)
      throws IOException {
    float[][] vectors = NpyFile.readFloats(embeddings);
    String table = folder.resolve("corpus").toString();
    ObjectMapper mapper = new ObjectMapper();
    List<Row> rows = new ArrayList<>();
    int row = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(corpus)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode document = mapper.readTree(line);
        rows.add(
            RowFactory.create(
                document.get("id").asText(),
                document.get("text").asText(),
                document.path("label").asText(UNLABELLED),
                boxed(vectors[row++])));
        if (rows.size() == ROWS_PER_PART) {
          append(spark, rows, table);
        }
      }
    }
    append(spark, rows, table);
    if (row != vectors.length) {
      throw new IOException(
          embeddings + " must have a row for each of " + row + " documents, got " + vectors.length);
    }
    return spark.read().parquet(table);
  }

  private static void append(SparkSession spark, List<Row> rows, String table) {
    if (!rows.isEmpty()) {
      spark.createDataFrame(rows, SCHEMA).coalesce(1).write().mode("append").parquet(table);
      rows.clear();
    }
  }

  private static Float[] boxed(float[] vector) {
    Float[] boxed = new Float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      boxed[i] = vector[i];
    }
    return boxed;
  }
}
