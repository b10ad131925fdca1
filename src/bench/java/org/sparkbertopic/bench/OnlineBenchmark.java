package org.sparkbertopic.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.UpdatedModel;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbeddingCounters;
import org.sparkbertopic.embedding.TextEmbedding;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.words.WordVectorEmbedder;
import org.sparkbertopic.online.ChunkUpdate;
import org.sparkbertopic.online.OnlineSettings;
import org.sparkbertopic.operations.update.TopicUpdate;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.topics.TermTally;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.TallyFile;

/**
 * A model that grows by chunks, against one fit of everything.
 *
 * <ul>
 *   <li>equality: the counts of the grown model and one count of its documents have the same bytes;
 *   <li>stability: documents whose topic changed other than from -1;
 *   <li>cost: the time of the last chunk against that of the second, of equal size;
 *   <li>quality: NMI with the categories and share of outliers, grown against one fit;
 *   <li>emergence: categories that are left out at first are found as new topics; a control run
 *       without new categories.
 * </ul>
 *
 * <p>Arguments: corpus ({@code .jsonl.gz} with id, date, category, text), an empty or former
 * folder, {@code minilm} or a file of word vectors, number of documents, of chunks.
 */
public final class OnlineBenchmark {

  private static final int NEW_CATEGORIES = 10;
  private static final int NEW_CATEGORY_SIZE = 300;
  private static final int CHUNKS_BEFORE = 5;
  private static final int CHUNKS_WITHIN = 3;
  private static final double PURITY = 0.6;

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("date", DataTypes.StringType)
          .add("category", DataTypes.StringType)
          .add("text", DataTypes.StringType);

  private final SparkSession spark;
  private final Path folder;

  private OnlineBenchmark(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  public static void main(String[] args) throws Exception {
    try (SparkSession spark = spark()) {
      OnlineBenchmark benchmark = new OnlineBenchmark(spark, Path.of(args[1]));
      int documents = Integer.parseInt(args[3]);
      int chunks = Integer.parseInt(args[4]);
      String table = benchmark.embedded(args[0], args[2], documents);
      String what = args.length > 5 ? args[5] : "all";
      if (!what.equals("emergence")) {
        benchmark.growth(table, documents, chunks);
      }
      if (!what.equals("growth")) {
        benchmark.emergence(table, documents);
      }
    }
  }

  /** The documents in the order of their dates, with their embeddings; kept for the next run. */
  private String embedded(String corpus, String model, int documents) {
    String table =
        folder.resolve("documents-" + Path.of(model).getFileName() + "-" + documents).toString();
    if (Files.exists(Path.of(table, "_SUCCESS"))) {
      return table;
    }
    Embedder embedder =
        model.equals("minilm") ? OnnxEmbedder.allMiniLmL6V2() : WordVectorEmbedder.of(model);
    Dataset<Row> rows =
        spark
            .read()
            .schema(SCHEMA)
            .json(corpus)
            .orderBy(org.apache.spark.sql.functions.xxhash64(col("id")))
            .limit(documents)
            .repartition(8);
    Clock clock = new Clock();
    TextEmbedding.of(embedder)
        .embed(rows, "text", "embedding", EmbeddingCounters.register(spark.sparkContext()))
        .withColumn(
            "place",
            org.apache
                .spark
                .sql
                .functions
                .row_number()
                .over(
                    org.apache.spark.sql.expressions.Window.orderBy(
                        col("date"), org.apache.spark.sql.functions.xxhash64(col("id")))))
        .write()
        .mode("overwrite")
        .parquet(table);
    System.out.printf(Locale.ROOT, "embedded in %.0f s by %s%n", clock.seconds(), embedder.name());
    return table;
  }

  private BERTopic estimator() {
    return new BERTopic()
        .setIdCol("id")
        .setEmbeddingCol("embedding")
        .setVectorizer(CountVectorizer.create().withStopWords("english"));
  }

  private void growth(String table, int documents, int chunks) throws IOException {
    Dataset<Row> all = spark.read().parquet(table);
    int fit = documents / 5;
    int size = (documents - fit) / chunks;
    Dataset<Row> first = all.filter(col("place").leq(fit));
    BERTopicModel model = estimator().fit(first);
    Map<String, Integer> topics = new HashMap<>();
    put(model.summary().assignments(), topics);
    Series times = new Series();
    double[] seconds = new double[chunks + 1];
    long changed = 0;
    String saved = folder.resolve("model").toString();
    model.write().overwrite().save(saved);
    for (int chunk = 1; chunk <= chunks; chunk++) {
      int from = fit + (chunk - 1) * size;
      Dataset<Row> rows = all.filter(col("place").gt(from).and(col("place").leq(from + size)));
      Clock clock = new Clock();
      UpdatedModel updated =
          BERTopicModel.load(saved)
              .update(rows, new ChunkUpdate.Name("chunk-" + chunk, chunk), OnlineSettings.create());
      updated.model().write().overwrite().save(saved + chunk % 2);
      seconds[chunk] = clock.seconds();
      saved = folder.resolve("model").toString() + chunk % 2;
      times.add(seconds[chunk]);
      for (var moved : updated.reassigned()) {
        changed += topics.put(moved.id(), moved.to()) == -1 ? 0 : 1;
      }
      put(updated.assignments(), topics);
      model = updated.model();
      System.out.printf(
          Locale.ROOT,
          "chunk %d: %.1f s, %.1f %% outliers, %d new topics, %d reassigned, %d topics, buffer %d, %.1f MB%n",
          chunk,
          seconds[chunk],
          100 * updated.chunk().outlierShare(),
          updated.chunk().born().size(),
          updated.reassigned().size(),
          model.fittedTopics().topicCount(),
          model.savedModel().online().buffer().size(),
          bytes(Path.of(saved)) / 1e6);
    }
    int last = fit + chunks * size;
    Dataset<Row> added = all.filter(col("place").leq(last));
    Map<String, Integer> transformed = new HashMap<>();
    put(model.transform(added).select("id", "topic"), transformed);
    long differ =
        topics.entrySet().stream()
            .filter(e -> !e.getValue().equals(transformed.get(e.getKey())))
            .count();
    long differing =
        topics.entrySet().stream()
            .filter(e -> e.getValue() != -1 && !e.getValue().equals(transformed.get(e.getKey())))
            .count();
    System.out.printf(
        Locale.ROOT,
        "transform of all documents differs for %d (%d of them had a topic)%n",
        differ,
        differing);
    Dataset<Row> assigned = added.join(rows(topics), "id");
    BERTopicModel counted =
        model.updateTopics(
            TopicUpdate.create(), assigned.select("id", "text", "topic", "embedding"));
    boolean equal =
        Arrays.equals(tally(model.savedModel()), tally(counted.savedModel()))
            && Arrays.equals(
                model.fittedTopics().ctfidf().weights().values(),
                counted.fittedTopics().ctfidf().weights().values());
    Clock clock = new Clock();
    BERTopicModel whole = estimator().fit(added);
    double fitSeconds = clock.seconds();
    Map<String, Integer> ofFit = new HashMap<>();
    put(whole.summary().assignments(), ofFit);
    Map<String, String> categories = categories(added);
    System.out.println("seconds of chunks: " + times);
    System.out.println(Series.line("online-equality", equal ? 1 : 0, 1));
    System.out.println(Series.line("online-stability", 1 + changed, 1));
    System.out.println(
        Series.line("online-cost", median(seconds, chunks - 4, chunks), median(seconds, 2, 6)));
    System.out.println(Series.line("online-nmi", nmi(topics, categories), nmi(ofFit, categories)));
    System.out.println(Series.line("online-outliers", outliers(topics), outliers(ofFit)));
    System.out.printf(Locale.ROOT, "one fit took %.1f s%n", fitSeconds);
  }

  private void emergence(String table, int documents) {
    Dataset<Row> all = spark.read().parquet(table);
    List<String> left =
        all
            .groupBy("category")
            .count()
            .filter(col("count").geq(NEW_CATEGORY_SIZE))
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .sorted()
            .toList();
    List<String> chosen = new ArrayList<>(left);
    java.util.Collections.shuffle(chosen, new Random(5));
    chosen = chosen.subList(0, Math.min(NEW_CATEGORIES, chosen.size()));
    System.out.println("new categories: " + chosen);
    int found = emerged(all, chosen, documents, true);
    int control = emerged(all, chosen, documents, false);
    System.out.println(Series.line("online-emergence", found, chosen.size()));
    System.out.println(Series.line("online-control", control, 3));
  }

  /**
   * Documents in random order, so that chunks are alike but for the categories: they come with the
   * sixth chunk, or in the control run never.
   *
   * @return categories found, or topics born from the sixth chunk on in the control run
   */
  private int emerged(Dataset<Row> all, List<String> chosen, int documents, boolean letIn) {
    Dataset<Row> shuffled =
        all.withColumn("order", org.apache.spark.sql.functions.xxhash64(col("id"), lit(77)));
    Dataset<Row> known =
        shuffled.filter(org.apache.spark.sql.functions.not(col("category").isin(chosen.toArray())));
    Dataset<Row> fresh = shuffled.filter(col("category").isin(chosen.toArray()));
    int parts = 2 * CHUNKS_BEFORE + CHUNKS_WITHIN;
    Dataset<Row> knownParts =
        known.withColumn("part", org.apache.spark.sql.functions.pmod(col("order"), lit(parts)));
    Dataset<Row> freshParts =
        fresh.withColumn(
            "part",
            org.apache
                .spark
                .sql
                .functions
                .pmod(col("order"), lit(CHUNKS_WITHIN))
                .plus(parts - CHUNKS_WITHIN));
    // half of the parts are the fit
    BERTopicModel model = estimator().fit(knownParts.filter(col("part").lt(CHUNKS_BEFORE)));
    int atFit = model.fittedTopics().topicCount();
    Map<String, Integer> topics = new HashMap<>();
    int born = 0;
    for (int part = CHUNKS_BEFORE; part < parts; part++) {
      Dataset<Row> chunk = knownParts.filter(col("part").equalTo(part));
      boolean isNew = part >= 2 * CHUNKS_BEFORE;
      if (isNew && letIn) {
        chunk = chunk.unionByName(freshParts.filter(col("part").equalTo(part)));
      }
      UpdatedModel updated =
          model.update(
              chunk.drop("order", "part"),
              new ChunkUpdate.Name("part-" + part, part),
              OnlineSettings.create());
      updated.reassigned().forEach(moved -> topics.put(moved.id(), moved.to()));
      put(updated.assignments(), topics);
      model = updated.model();
      born += isNew ? updated.chunk().born().size() : 0;
      System.out.printf(
          Locale.ROOT,
          "%s part %d: %,d documents, %.1f %% outliers, born %s, %d reassigned%n",
          letIn ? "emergence" : "control",
          part,
          updated.chunk().documents(),
          100 * updated.chunk().outlierShare(),
          updated.chunk().born(),
          updated.reassigned().size());
    }
    if (!letIn) {
      return born;
    }
    Map<String, String> categories = categories(shuffled);
    Map<Integer, Map<String, Integer>> mixed = new TreeMap<>();
    Map<String, Map<Integer, Integer>> where = new TreeMap<>();
    topics.forEach(
        (id, topic) -> {
          mixed
              .computeIfAbsent(topic, t -> new TreeMap<>())
              .merge(categories.get(id), 1, Integer::sum);
          where
              .computeIfAbsent(categories.get(id), t -> new TreeMap<>())
              .merge(topic, 1, Integer::sum);
        });
    int found = 0;
    for (String category : chosen) {
      String best = "none";
      for (Map.Entry<Integer, Map<String, Integer>> topic : mixed.entrySet()) {
        if (topic.getKey() >= atFit) {
          int of = topic.getValue().getOrDefault(category, 0);
          int size = topic.getValue().values().stream().mapToInt(Integer::intValue).sum();
          if (of >= PURITY * size) {
            best = topic.getKey() + " (" + of + " of " + size + ")";
          }
        }
      }
      found += best.equals("none") ? 0 : 1;
      List<Map.Entry<Integer, Integer>> places =
          new ArrayList<>(where.getOrDefault(category, Map.of()).entrySet());
      places.sort((a, b) -> b.getValue() - a.getValue());
      System.out.println(
          category
              + ": new topic "
              + best
              + "; its documents: "
              + places.subList(0, Math.min(5, places.size())));
    }
    return found;
  }

  private static void put(Dataset<Row> assignments, Map<String, Integer> topics) {
    assignments
        .select("id", "topic")
        .collectAsList()
        .forEach(row -> topics.put(row.getString(0), row.getInt(1)));
  }

  private Dataset<Row> rows(Map<String, Integer> topics) {
    List<Row> rows = new ArrayList<>();
    topics.forEach((id, topic) -> rows.add(org.apache.spark.sql.RowFactory.create(id, topic)));
    return spark.createDataFrame(
        rows, new StructType().add("id", DataTypes.StringType).add("topic", DataTypes.IntegerType));
  }

  private static Map<String, String> categories(Dataset<Row> documents) {
    Map<String, String> categories = new HashMap<>();
    documents
        .select("id", "category")
        .collectAsList()
        .forEach(row -> categories.put(row.getString(0), row.getString(1)));
    return categories;
  }

  private static byte[] tally(SavedModel model) throws IOException {
    TermTally terms = model.topics().totals().orElseThrow().terms();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TallyFile.write(terms, out);
    return out.toByteArray();
  }

  private static double median(double[] values, int from, int to) {
    double[] some = Arrays.copyOfRange(values, from, to + 1);
    Arrays.sort(some);
    return some[some.length / 2];
  }

  private static double outliers(Map<String, Integer> topics) {
    return (double) topics.values().stream().filter(topic -> topic == -1).count() / topics.size();
  }

  /** Of the documents that have a topic, normalised by the mean of the entropies. */
  private static double nmi(Map<String, Integer> topics, Map<String, String> categories) {
    Map<Integer, Integer> byTopic = new HashMap<>();
    Map<String, Integer> byCategory = new HashMap<>();
    Map<String, Integer> both = new HashMap<>();
    int total = 0;
    for (Map.Entry<String, Integer> e : topics.entrySet()) {
      if (e.getValue() == -1) {
        continue;
      }
      String category = categories.get(e.getKey());
      byTopic.merge(e.getValue(), 1, Integer::sum);
      byCategory.merge(category, 1, Integer::sum);
      both.merge(e.getValue() + " " + category, 1, Integer::sum);
      total++;
    }
    double mutual = entropy(byTopic, total) + entropy(byCategory, total) - entropy(both, total);
    return 2 * mutual / (entropy(byTopic, total) + entropy(byCategory, total));
  }

  private static double entropy(Map<?, Integer> counts, int total) {
    return -counts.values().stream()
        .mapToDouble(n -> (double) n / total * Math.log((double) n / total))
        .sum();
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
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
