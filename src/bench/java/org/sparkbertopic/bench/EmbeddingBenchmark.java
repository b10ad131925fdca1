package org.sparkbertopic.bench;

import ai.onnxruntime.OrtEnvironment;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.zip.GZIPInputStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.TextEmbedding;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.onnx.TextEmbedder;
import org.sparkbertopic.embedding.words.WordVectorEmbedder;

/**
 * Documents per second of {@link TextEmbedder} in Spark {@code local[2]}, with full and with
 * eight-bit weights, against {@link BareOnnxLoop} on two threads (same texts, same halves, same
 * batching) and transformers.js on two threads (same ONNX file, texts sorted by length). Runs
 * alternate; the figures are medians of the rounds. And of word vectors, a minute.
 *
 * <p>Arguments: corpus ({@code .jsonl.gz} with a text field), number of texts, rounds, an empty
 * folder, node or {@code -}, its script, word vectors or {@code -}.
 */
public final class EmbeddingBenchmark {

  private static final int THREADS = 2;

  /** Of all-MiniLM-L6-v2. */
  private static final int MAX_TOKENS = 256;

  /** The default of sentence-transformers, and usual with transformers.js. */
  private static final int PEER_BATCH = 32;

  /** Times that the texts are embedded by word vectors, which take milliseconds. */
  private static final int COPIES_FOR_WORDS = 20;

  private static final int CHUNK = TextEmbedding.DEFAULT_ROWS_PER_CHUNK;
  private static final StructType SCHEMA = new StructType().add("text", DataTypes.StringType);

  private EmbeddingBenchmark() {}

  public static void main(String[] args) throws Exception {
    List<String> texts = read(Path.of(args[0]), Integer.parseInt(args[1]));
    int rounds = Integer.parseInt(args[2]);
    Path folder = Path.of(args[3]);
    int tokensPerBatch = Integer.getInteger("tokensPerBatch", OnnxEmbedder.CPU_TOKENS_PER_BATCH);
    OnnxEmbedder full = OnnxEmbedder.allMiniLmL6V2().withTokensPerBatch(tokensPerBatch);
    try (SparkSession spark = spark();
        BareOnnxLoop bare = new BareOnnxLoop(MAX_TOKENS, tokensPerBatch, 1);
        Peer node = Peer.start(args[4], Path.of(args[5]))) {
      Dataset<Row> table = table(spark, texts);
      System.out.printf(
          Locale.ROOT,
          "onnxruntime %s, %d texts, %d rounds; %s%n",
          OrtEnvironment.getEnvironment().getVersion(),
          texts.size(),
          rounds,
          node.versions());
      List<Contender> contenders =
          List.of(
              new Contender("embed", () -> ours(full, table)),
              new Contender("bare", () -> bareLoop(bare, texts)),
              new Contender("quantised", () -> ours(full.withQuantized(true), table)),
              new Contender("transformersjs", transformersJs(node, folder, texts)));
      for (int round = -1; round < rounds; round++) {
        for (int i = 0; i < contenders.size(); i++) {
          contenders.get((i + round + 1) % contenders.size()).run(texts.size(), round >= 0);
        }
      }
      contenders.forEach(contender -> System.out.println(contender));
      double ours = contenders.get(0).speeds.median();
      Contender eight = contenders.get(2);
      double words = wordsPerMinute(args[6], spark, texts, rounds);
      System.out.println();
      System.out.println(Series.line("embed-vs-bare", ours, contenders.get(1).speeds.median()));
      System.out.println(
          Series.line("embed-vs-transformersjs", ours, contenders.get(3).speeds.median()));
      System.out.println(Series.line("quantised-vs-fp32", eight.speeds.median(), ours));
      System.out.println(Series.line("glove", words, Double.NaN));
    }
  }

  /** What embeds the texts and says how many seconds it took; NaN where it is not there. */
  private interface Run {
    double seconds() throws Exception;
  }

  private static final class Contender {
    private final String name;
    private final Run run;
    private final Series speeds = new Series();

    Contender(String name, Run run) {
      this.name = name;
      this.run = run;
    }

    void run(int texts, boolean counts) throws Exception {
      double seconds = run.seconds();
      if (counts) {
        speeds.add(texts / seconds);
      }
    }

    @Override
    public String toString() {
      return name + ": " + speeds + " documents/s";
    }
  }

  private static double ours(Embedder embedder, Dataset<Row> table) {
    TextEmbedder stage = new TextEmbedder().setEmbedder(embedder);
    Clock clock = new Clock();
    stage.transform(table).write().format("noop").mode("overwrite").save();
    return clock.seconds();
  }

  private static double bareLoop(BareOnnxLoop peer, List<String> texts)
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
    return clock.seconds();
  }

  /** Writes the model as a folder of the hub, and the texts, for the other program. */
  private static Run transformersJs(Peer node, Path folder, List<String> texts) throws IOException {
    Path model = Files.createDirectories(folder.resolve("all-MiniLM-L6-v2"));
    Path onnx = Files.createDirectory(model.resolve("onnx")).resolve("model.onnx");
    try (InputStream graph = BareOnnxLoop.resource("all-minilm-l6-v2.onnx");
        InputStream tokenizer = BareOnnxLoop.resource("all-minilm-l6-v2-tokenizer.json")) {
      Files.copy(graph, onnx);
      Files.copy(tokenizer, model.resolve("tokenizer.json"));
    }
    Files.writeString(model.resolve("config.json"), "{\"model_type\": \"bert\"}");
    ObjectMapper json = new ObjectMapper();
    json.writeValue(
        model.resolve("tokenizer_config.json").toFile(),
        Map.of(
            "tokenizer_class", "BertTokenizer",
            "model_max_length", MAX_TOKENS,
            "pad_token", "[PAD]",
            "cls_token", "[CLS]",
            "sep_token", "[SEP]",
            "unk_token", "[UNK]",
            "mask_token", "[MASK]"));
    Path file = folder.resolve("texts.json");
    json.writeValue(file.toFile(), texts);
    return () -> node.seconds("embed", model, file, PEER_BATCH, THREADS);
  }

  /** NaN without word vectors. */
  private static double wordsPerMinute(
      String vectors, SparkSession spark, List<String> texts, int rounds) {
    if ("-".equals(vectors)) {
      return Double.NaN;
    }
    List<String> copies = new ArrayList<>();
    Collections.nCopies(COPIES_FOR_WORDS, texts).forEach(copies::addAll);
    Dataset<Row> table = table(spark, copies);
    Embedder embedder = WordVectorEmbedder.of(vectors);
    ours(embedder, table);
    Series speeds = new Series();
    for (int round = 0; round < rounds; round++) {
      speeds.add(60 * copies.size() / ours(embedder, table));
    }
    System.out.println("glove: " + speeds + " documents/minute");
    return speeds.median();
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
  static List<String> read(Path corpus, int count) throws IOException {
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
}
