package org.sparkbertopic.bench;

import ai.onnxruntime.OrtEnvironment;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.ToDoubleFunction;
import java.util.zip.GZIPInputStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.embedding.OnnxEmbedder;
import org.sparkbertopic.embedding.TextEmbedder;
import org.sparkbertopic.embedding.TextEmbedding;

/**
 * Documents per second of {@link TextEmbedder} in Spark {@code local[2]} against {@link
 * BareOnnxLoop} on two threads: same texts, same halves, same batching. Runs alternate; the figures
 * are medians of the rounds.
 *
 * <p>Arguments: corpus ({@code .jsonl.gz} with a text field), number of texts, rounds.
 */
public final class EmbeddingBenchmark {

  private static final int THREADS = 2;

  /** Of all-MiniLM-L6-v2. */
  private static final int MAX_TOKENS = 256;

  private static final int CHUNK = TextEmbedding.DEFAULT_ROWS_PER_CHUNK;
  private static final StructType SCHEMA = new StructType().add("text", DataTypes.StringType);

  private EmbeddingBenchmark() {}

  public static void main(String[] args) throws Exception {
    List<String> texts = read(Path.of(args[0]), Integer.parseInt(args[1]));
    int rounds = Integer.parseInt(args[2]);
    int tokensPerBatch = Integer.getInteger("tokensPerBatch", OnnxEmbedder.CPU_TOKENS_PER_BATCH);
    OnnxEmbedder embedder = OnnxEmbedder.allMiniLmL6V2().withTokensPerBatch(tokensPerBatch);
    try (SparkSession spark = spark();
        BareOnnxLoop peer = new BareOnnxLoop(MAX_TOKENS, tokensPerBatch, 1)) {
      Dataset<Row> table = table(spark, texts);
      TextEmbedder stage = new TextEmbedder().setEmbedder(embedder);
      System.out.printf(
          Locale.ROOT,
          "onnxruntime %s, %d texts, %d rounds%n",
          OrtEnvironment.getEnvironment().getVersion(),
          texts.size(),
          rounds);
      ours(stage, table);
      peer(peer, texts);
      Cost[] ours = new Cost[rounds];
      Cost[] bare = new Cost[rounds];
      for (int round = 0; round < rounds; round++) {
        if (round % 2 == 0) {
          ours[round] = ours(stage, table);
          bare[round] = peer(peer, texts);
        } else {
          bare[round] = peer(peer, texts);
          ours[round] = ours(stage, table);
        }
        System.out.printf(
            Locale.ROOT,
            "round %d: Spark stage %.1f, bare loop %.1f documents/s%n",
            round + 1,
            texts.size() / ours[round].seconds(),
            texts.size() / bare[round].seconds());
      }
      report(texts.size(), ours, bare);
    }
  }

  private static void report(int texts, Cost[] ours, Cost[] bare) {
    double ourCpu = median(ours, Cost::cpuSeconds);
    double bareCpu = median(bare, Cost::cpuSeconds);
    System.out.printf(
        Locale.ROOT,
        "processor time a document: Spark stage %.2f ms, bare loop %.2f ms, ratio %.3f%n",
        1_000 * ourCpu / texts,
        1_000 * bareCpu / texts,
        bareCpu / ourCpu);
    double ourSpeed = texts / median(ours, Cost::seconds);
    double bareSpeed = texts / median(bare, Cost::seconds);
    System.out.printf(
        Locale.ROOT,
        "bench embed-vs-bare %.1f %.1f %.3f%n",
        ourSpeed,
        bareSpeed,
        ourSpeed / bareSpeed);
  }

  /** What a run took; the processor's time is the fairer one where other programs run as well. */
  private record Cost(double seconds, double cpuSeconds) {}

  private static final class Clock {

    private static final OperatingSystemMXBean PROCESS =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final long start = System.nanoTime();
    private final long cpuStart = PROCESS.getProcessCpuTime();

    private Cost read() {
      return new Cost(
          (System.nanoTime() - start) / 1e9, (PROCESS.getProcessCpuTime() - cpuStart) / 1e9);
    }
  }

  private static Cost ours(TextEmbedder stage, Dataset<Row> table) {
    Clock clock = new Clock();
    stage.transform(table).write().format("noop").mode("overwrite").save();
    return clock.read();
  }

  private static Cost peer(BareOnnxLoop peer, List<String> texts)
      throws InterruptedException, ExecutionException {
    Clock clock = new Clock();
    List<FutureTask<float[][]>> halves = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int from = (int) ((long) texts.size() * i / THREADS);
      int to = (int) ((long) texts.size() * (i + 1) / THREADS);
      FutureTask<float[][]> half =
          new FutureTask<>(() -> peer.embed(texts.subList(from, to), CHUNK));
      new Thread(half, "bare-onnx-" + i).start();
      halves.add(half);
    }
    for (FutureTask<float[][]> half : halves) {
      half.get();
    }
    return clock.read();
  }

  private static SparkSession spark() {
    SparkSession spark =
        SparkSession.builder()
            .master("local[" + THREADS + "]")
            .appName("embedding benchmark")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }

  /** In memory, in as many partitions as threads, divided as the peer divides. */
  private static Dataset<Row> table(SparkSession spark, List<String> texts) {
    List<Row> rows = texts.stream().map(RowFactory::create).toList();
    JavaRDD<Row> partitions =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, THREADS);
    Dataset<Row> table = spark.createDataFrame(partitions, SCHEMA).cache();
    table.count();
    return table;
  }

  /** Texts from all over the corpus. */
  private static List<String> read(Path corpus, int count) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<String> all = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(corpus)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        all.add(mapper.readTree(line).get("text").asText());
      }
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < Math.min(count, all.size()); i++) {
      texts.add(all.get((int) ((long) i * all.size() / Math.min(count, all.size()))));
    }
    return texts;
  }

  private static double median(Cost[] costs, ToDoubleFunction<Cost> figure) {
    double[] sorted = Arrays.stream(costs).mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
