package org.sparkbertopic.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.dense_rank;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.TopicTermCounter;
import org.sparkbertopic.vectorizer.counting.TopicTermCounts;

/**
 * Seconds for the c-TF-IDF of a corpus, 1- and 2-grams that occur in 5 documents or more, in Spark
 * {@code local[2]}: reading the documents from Parquet, counting, weighing. Against scikit-learn's
 * CountVectorizer counting the same documents, which it has in memory, in one process. Rounds
 * alternate; the figures are medians.
 *
 * <p>Arguments: corpus ({@code .jsonl.gz} with the fields text and category, which is the topic),
 * rounds, an empty folder, Python or {@code -}, the script of its part.
 */
public final class CtfidfBenchmark {

  private static final int THREADS = 2;

  /** As many as a table of this size has files or splits. */
  private static final int PARTITIONS = 8;

  private static final int MIN_DF = 5;
  private static final int MAX_NGRAM = 2;
  private static final double MEGABYTE = 1 << 20;
  private static final StructType SCHEMA =
      new StructType().add("text", DataTypes.StringType).add("category", DataTypes.StringType);

  private CtfidfBenchmark() {}

  public static void main(String[] args) throws Exception {
    String corpus = args[0];
    int rounds = Integer.parseInt(args[1]);
    String table = Path.of(args[2]).resolve("documents").toString();
    try (SparkSession spark = spark();
        Peer python = Peer.start(args[3], Path.of(args[4]))) {
      write(spark, corpus, table);
      System.out.printf(
          Locale.ROOT,
          "c-TF-IDF of %s, %d rounds; %s; heap at most %.0f MB%n",
          corpus,
          rounds,
          python.versions(),
          Runtime.getRuntime().maxMemory() / MEGABYTE);
      Figures ours = new Figures();
      Figures peer = new Figures();
      long terms = run(spark, table, new Figures());
      for (int round = 0; round < rounds; round++) {
        run(spark, table, ours);
        peer.wall.add(python.seconds("count", corpus, MAX_NGRAM, MIN_DF));
        peer.cpu.add(python.cpuSeconds());
      }
      System.out.println("ours: " + ours + "; " + terms + " terms");
      System.out.println("scikit-learn: " + peer);
      System.out.printf(Locale.ROOT, "most heap in use: %.0f MB%n", peakHeap() / MEGABYTE);
      System.out.println();
      System.out.println(Series.line("ctfidf", ours.wall.median(), peer.wall.median()));
      System.out.println(Series.line("ctfidf-cpu", ours.cpu.median(), peer.cpu.median()));
    }
  }

  private static final class Figures {
    private final Series wall = new Series();
    private final Series cpu = new Series();

    @Override
    public String toString() {
      return wall + " s, of all processors " + cpu + " s";
    }
  }

  private static long run(SparkSession spark, String table, Figures figures) {
    CountVectorizer vectorizer =
        CountVectorizer.create().withNgramRange(1, MAX_NGRAM).withMinDf(MIN_DF);
    Clock clock = new Clock();
    TopicTermCounts counts = TopicTermCounter.count(spark.read().parquet(table), vectorizer);
    ClassTfidfModel model = ClassTfidf.create().fit(counts.counts());
    figures.wall.add(clock.seconds());
    figures.cpu.add(clock.cpuSeconds());
    return model.weights().vocabulary().size();
  }

  /** Documents in the order of the corpus, each with the number of its category. */
  private static void write(SparkSession spark, String corpus, String table) {
    Dataset<Row> documents = spark.read().schema(SCHEMA).json(corpus);
    Dataset<Row> topics =
        documents
            .select("category")
            .distinct()
            .withColumn("topic", dense_rank().over(Window.orderBy("category")).minus(1));
    documents
        .join(topics, "category")
        .select(col("text"), col("topic").cast("int"))
        .repartition(PARTITIONS)
        .write()
        .parquet(table);
  }

  private static long peakHeap() {
    long peak = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        peak += pool.getPeakUsage().getUsed();
      }
    }
    return peak;
  }

  private static SparkSession spark() {
    SparkSession spark =
        SparkSession.builder()
            .master("local[" + THREADS + "]")
            .appName("c-TF-IDF benchmark")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }
}
