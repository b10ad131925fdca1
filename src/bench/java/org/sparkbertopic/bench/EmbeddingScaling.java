package org.sparkbertopic.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.onnx.TextEmbedder;
import org.sparkbertopic.testing.StandaloneCluster;

/**
 * How embedding scales: texts a second by one and by two tasks that share a session of ONNX
 * Runtime, and by executors that have one each. Where other programs run, the processor time of a
 * text tells more than the rate: it is the same wherever tasks do not hinder each other.
 *
 * <p>Arguments: corpus ({@code .jsonl.gz} with a text field), number of texts, rounds, an empty
 * folder. System properties as those of {@link StandaloneCluster}.
 */
public final class EmbeddingScaling {

  private static final StructType SCHEMA = new StructType().add("text", DataTypes.StringType);

  /** Tasks on each core, so that a slower one gets fewer texts. */
  private static final int TASKS_OF_CORE = 4;

  private static final int WARM_TEXTS = 64;

  private EmbeddingScaling() {}

  /** A way to run: {@code executors} of 0 is local mode. */
  private record Place(String name, int executors, int cores, int sessions) {

    String master(StandaloneCluster cluster) {
      return executors == 0 ? "local[" + cores + "]" : cluster.url();
    }
  }

  /** Figures of a place over the rounds. */
  private record Figures(Place place, Series rates, Series cpu) {}

  public static void main(String[] args) throws Exception {
    List<String> texts = EmbeddingBenchmark.read(Path.of(args[0]), Integer.parseInt(args[1]));
    int rounds = Integer.parseInt(args[2]);
    Path folder = Files.createDirectories(Path.of(args[3]).toAbsolutePath());
    List<Figures> all = new ArrayList<>();
    for (Place place :
        List.of(
            new Place("local-1", 0, 1, 1),
            new Place("local-2", 0, 2, 1),
            new Place("executors-1", 1, 1, 1),
            new Place("executors-2", 2, 2, 2))) {
      all.add(new Figures(place, new Series(), new Series()));
    }
    try (StandaloneCluster cluster = StandaloneCluster.start(folder, 2)) {
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < all.size(); i++) {
          run(all.get((i + round) % all.size()), cluster, texts);
        }
      }
    }
    Figures one = all.get(0);
    for (Figures figures : all) {
      System.out.printf(
          Locale.ROOT,
          "%s, %d sessions: %s documents/s; %s ms of a core for a document%n",
          figures.place().name(),
          figures.place().sessions(),
          figures.rates(),
          figures.cpu());
    }
    System.out.println();
    for (Figures figures : all) {
      String name = figures.place().name();
      System.out.println(
          Series.line("embed-rate-" + name, figures.rates().median(), one.rates().median()));
      System.out.println(
          Series.line("embed-cpu-ms-" + name, figures.cpu().median(), one.cpu().median()));
    }
  }

  private static void run(Figures figures, StandaloneCluster cluster, List<String> texts) {
    Place place = figures.place();
    AtomicLong cpu = new AtomicLong();
    AtomicLong from = new AtomicLong(Long.MAX_VALUE);
    try (SparkSession spark = spark(place, cluster)) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      context
          .sc()
          .addSparkListener(
              new SparkListener() {
                @Override
                public void onTaskEnd(SparkListenerTaskEnd task) {
                  if (task.taskInfo().launchTime() >= from.get()) {
                    cpu.addAndGet(task.taskMetrics().executorCpuTime());
                  }
                }
              });
      TextEmbedder stage = new TextEmbedder().setEmbedder(OnnxEmbedder.allMiniLmL6V2());
      // Opens a session in every executor.
      embed(stage, table(context, spark, texts.subList(0, WARM_TEXTS), place.cores()));
      Dataset<Row> table = table(context, spark, texts, place.cores());
      from.set(System.currentTimeMillis());
      Clock clock = new Clock();
      embed(stage, table);
      figures.rates().add(texts.size() / clock.seconds());
    }
    // Stopping Spark has waited for all that listeners are told.
    figures.cpu().add(cpu.get() / 1e6 / texts.size());
  }

  private static void embed(TextEmbedder stage, Dataset<Row> table) {
    stage.transform(table).write().format("noop").mode("overwrite").save();
  }

  private static Dataset<Row> table(
      JavaSparkContext context, SparkSession spark, List<String> texts, int cores) {
    List<Row> rows = texts.stream().map(RowFactory::create).toList();
    JavaRDD<Row> partitions = context.parallelize(rows, TASKS_OF_CORE * cores);
    return spark.createDataFrame(partitions, SCHEMA);
  }

  private static SparkSession spark(Place place, StandaloneCluster cluster) {
    SparkSession spark =
        SparkSession.builder()
            .master(place.master(cluster))
            .appName("scaling of embedding")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.executor.memory", "1500m")
            .config("spark.executor.cores", "1")
            .config("spark.cores.max", Integer.toString(place.cores()))
            .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
            .config("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s")
            .config("spark.executor.extraClassPath", classPath())
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }

  /** This JVM's, for processes in other folders. */
  private static String classPath() {
    return Arrays.stream(
            System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
