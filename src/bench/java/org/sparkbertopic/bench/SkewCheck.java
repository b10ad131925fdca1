package org.sparkbertopic.bench;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.testing.StandaloneCluster;
import org.sparkbertopic.torture.Results;
import org.sparkbertopic.torture.Results.Result;

/**
 * {@code fit} on a standalone cluster of workers with one core each, of one corpus in several
 * shapes: even partitions, a hot one, many tiny files, a task for each of them; and with an
 * executor that is stopped most of the time, without and with speculation. Every result must be
 * that of the even partitions. See {@code jobs/check-skew.sh}.
 */
public final class SkewCheck {

  private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\)");
  private static final double MB = 1024 * 1024;
  private static final long LIMIT_SECONDS = 3 * 3600;
  private static final int WORKERS = 3;
  private static final int EVEN_FILES = 12;

  /** Of the fit in one process: other partitions, other names of files. */
  private static final int FILES_ALONE = 5;

  private static final double HOT_SHARE = 0.9;

  /** Of each second, a slow executor works a fifth. */
  private static final long STOPPED_MILLIS = 800;

  private static final long RUNNING_MILLIS = 200;

  /** Files of a model that must be the same in bytes, however the corpus is cut. */
  private static final List<String> MODEL_FILES =
      List.of(
          "layout.bin",
          "tally.bin",
          "ctfidf.safetensors",
          "counts.safetensors",
          "topic_embeddings.safetensors");

  /**
   * Spark packs files into a task until they have the first number of bytes, each with the second
   * on top.
   */
  private static final String SMALL_TASKS =
      "spark.sql.files.maxPartitionBytes=4194304,spark.sql.files.openCostInBytes=4194304";

  private static final String FASTER_COPIES =
      "spark.speculation=true,spark.speculation.quantile=0.5";

  /** A way to run the fit. */
  private enum Shape {
    ALONE(Corpus.ALONE, false, ""),
    EVEN(Corpus.EVEN, false, ""),
    HOT(Corpus.HOT, false, ""),
    FILES(Corpus.TINY, false, ""),
    SLOW(Corpus.EVEN, true, ""),
    SPECULATION(Corpus.EVEN, true, FASTER_COPIES),
    TASKS(Corpus.TINY, false, SMALL_TASKS);

    private final Corpus corpus;
    private final boolean slow;

    /** Of Spark, separated by commas. */
    private final String settings;

    Shape(Corpus corpus, boolean slow, String settings) {
      this.corpus = corpus;
      this.slow = slow;
      this.settings = settings;
    }

    String title() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How the same documents are cut into files. */
  private enum Corpus {
    ALONE,
    EVEN,
    HOT,
    TINY
  }

  private final Path folder;
  private final long documents;
  private final int partitions;
  private final List<String> settings;
  private boolean failed;

  private SkewCheck(Path folder, long documents, int partitions, List<String> settings) {
    this.folder = folder.toAbsolutePath();
    this.documents = documents;
    this.partitions = partitions;
    this.settings = settings;
  }

  /** What one run took and made. */
  private record Run(double seconds, Path output, Map<String, TaskTotals.Totals> tasks) {}

  /**
   * @param arguments a folder, numbers of documents and of tiny files, names of shapes separated by
   *     commas, and further arguments of {@code fit}
   */
  public static void main(String[] arguments) throws Exception {
    SkewCheck check =
        new SkewCheck(
            Path.of(arguments[0]),
            Long.parseLong(arguments[1]),
            Integer.parseInt(arguments[2]),
            List.of(arguments).subList(4, arguments.length));
    Set<Shape> shapes = new TreeSet<>(Set.of(Shape.ALONE, Shape.EVEN));
    for (String name : arguments[3].split(",", -1)) {
      shapes.add(Shape.valueOf(name.toUpperCase(Locale.ROOT)));
    }
    check.makeCorpora(shapes);
    Result even = null;
    Result alone = null;
    for (Shape shape : shapes) {
      Run run = check.run(shape);
      check.print(shape, run);
      Result result = Results.read(run.output());
      switch (shape) {
        case ALONE -> alone = result;
        case EVEN -> {
          even = result;
          check.compareAlone(alone, even);
        }
        default -> check.compare(shape, result, even.stableBeside(alone));
      }
    }
    System.exit(check.failed ? 1 : 0);
  }

  private void check(boolean holds, String what) {
    System.out.printf(Locale.ROOT, "%-8s %s%n", holds ? "right" : "WRONG", what);
    failed |= !holds;
  }

  private void compareAlone(Result alone, Result even) {
    Result stable = even.stableBeside(alone);
    Set<String> others = new TreeSet<>(even.modelFiles().keySet());
    others.removeAll(stable.modelFiles().keySet());
    String difference =
        even.differenceFrom(new Result(alone.topics(), alone.assignments(), Map.of()));
    check(
        difference.isEmpty(),
        "even, on a cluster: " + (difference.isEmpty() ? "as in one process" : difference));
    check(
        stable.modelFiles().keySet().containsAll(MODEL_FILES),
        String.format(
            Locale.ROOT,
            "even, on a cluster: the same bytes in %s; others, which name times or files: %s",
            stable.modelFiles().keySet(),
            others));
    check(
        even.assignments().size() == documents,
        String.format(
            Locale.ROOT,
            "even: %,d assignments of %,d documents",
            even.assignments().size(),
            documents));
  }

  private void compare(Shape shape, Result result, Result expected) {
    String difference = result.differenceFrom(expected);
    check(
        difference.isEmpty(),
        String.format(
            Locale.ROOT,
            "%s: topics.json, %,d assignments and %d files of the model are those of even%s",
            shape.title(),
            expected.assignments().size(),
            expected.modelFiles().size(),
            difference.isEmpty() ? "" : ", but " + difference));
  }

  private Path corpus(Corpus corpus) {
    String size = corpus == Corpus.TINY ? "-" + partitions : "";
    return folder.resolve(
        "corpus-" + corpus.name().toLowerCase(Locale.ROOT) + "-" + documents + size);
  }

  private void makeCorpora(Set<Shape> shapes) {
    Set<Corpus> missing = new TreeSet<>();
    shapes.stream()
        .map(shape -> shape.corpus)
        .filter(corpus -> !Files.exists(corpus(corpus).resolve("_SUCCESS")))
        .forEach(missing::add);
    if (missing.isEmpty()) {
      return;
    }
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
    Dataset<Row> rows = ScaleCorpus.DEFAULT.table(spark, documents).cache();
    long hot = (long) (HOT_SHARE * documents);
    for (Corpus corpus : missing) {
      Dataset<Row> cut =
          switch (corpus) {
            case ALONE -> rows.repartition(FILES_ALONE);
            case EVEN -> rows.repartition(EVEN_FILES);
            case HOT ->
                rows.filter(col("id").lt(hot))
                    .coalesce(1)
                    .union(rows.filter(col("id").geq(hot)).repartition(EVEN_FILES - 1));
            case TINY -> rows.repartition(partitions);
          };
      cut.write().mode("overwrite").parquet(corpus(corpus).toString());
    }
    spark.stop();
  }

  private Run run(Shape shape) throws Exception {
    Path work = Files.createDirectories(folder.resolve("work-" + shape.title()));
    Path output = folder.resolve("run-" + shape.title());
    Path gc = folder.resolve("gc-" + shape.title() + ".log");
    Path totals = folder.resolve("tasks-" + shape.title() + ".tsv");
    List<String> options = new ArrayList<>(List.of("--driver-class-path", listener().toString()));
    List<String> conf =
        new ArrayList<>(
            List.of(
                "spark.executor.memory=900m",
                "spark.executor.cores=1",
                "spark.driver.extraJavaOptions=-Xlog:gc:file=" + gc,
                "spark.extraListeners=" + TaskTotals.class.getName(),
                TaskTotals.FILE + "=" + totals,
                "spark.sql.shuffle.partitions=12"));
    if (!shape.settings.isEmpty()) {
      conf.addAll(List.of(shape.settings.split(",", -1)));
    }
    if (shape == Shape.ALONE) {
      // The cluster's master is given before, and of two the last one counts.
      options.addAll(List.of("--master", "local[2]"));
    }
    conf.forEach(setting -> options.addAll(List.of("--conf", setting)));
    List<String> fit =
        new ArrayList<>(
            List.of(
                "fit",
                "--quiet",
                "--input",
                corpus(shape.corpus).toString(),
                "--output",
                output.toString()));
    for (String setting :
        List.of(
            "input.id-column=id",
            "input.embedding-column=embedding",
            "vectorizer.stop-words=english",
            "vectorizer.min-df=5",
            "sample.size=10000")) {
      fit.addAll(List.of("-D", setting));
    }
    fit.addAll(settings);
    long start = System.nanoTime();
    try (StandaloneCluster cluster =
        StandaloneCluster.startOnHosts(work, shape == Shape.ALONE ? 0 : WORKERS)) {
      start = System.nanoTime();
      StandaloneCluster.Submission submission = cluster.submit("driver", options, fit);
      int status = shape.slow ? slowed(cluster, submission) : submission.await(LIMIT_SECONDS);
      if (status != 0) {
        throw new IllegalStateException(
            "fit of "
                + shape.title()
                + " ended with status "
                + status
                + "; see "
                + submission.log());
      }
    }
    return new Run((System.nanoTime() - start) / 1e9, output, TaskTotals.read(totals));
  }

  /** The one class that a driver needs of the benchmarks, and nothing beside it. */
  private Path listener() throws IOException {
    Path classes = folder.resolve("listener");
    for (Class<?> type : List.of(TaskTotals.class, TaskTotals.Totals.class)) {
      Path file = classes.resolve(type.getName().replace('.', '/') + ".class");
      Files.createDirectories(file.getParent());
      try (var in = type.getResourceAsStream(file.getFileName().toString())) {
        Files.write(file, in.readAllBytes());
      }
    }
    return classes;
  }

  /** Stops one executor most of the time, until the job ends. */
  private static int slowed(StandaloneCluster cluster, StandaloneCluster.Submission submission)
      throws Exception {
    Process driver = submission.driver();
    ProcessHandle slow = null;
    while (driver.isAlive()) {
      if (slow == null || !slow.isAlive()) {
        slow = cluster.anyExecutor().orElse(null);
      }
      if (slow != null) {
        signal(slow, "-STOP");
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(STOPPED_MILLIS));
        signal(slow, "-CONT");
      }
      driver.waitFor(RUNNING_MILLIS, TimeUnit.MILLISECONDS);
    }
    return driver.exitValue();
  }

  private static void signal(ProcessHandle process, String signal)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", signal, Long.toString(process.pid()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private void print(Shape shape, Run run) throws IOException {
    JsonNode record = new ObjectMapper().readTree(run.output().resolve("run.json").toFile());
    Map<String, Double> seconds = new HashMap<>();
    List<String> order = new ArrayList<>();
    record
        .get("stages")
        .forEach(
            stage -> {
              order.add(stage.get("name").asText());
              seconds.put(stage.get("name").asText(), stage.get("seconds").asDouble());
            });
    Map<String, TaskTotals.Totals> tasks = new TreeMap<>();
    run.tasks()
        .forEach(
            (description, totals) ->
                tasks
                    .computeIfAbsent(
                        order.stream()
                            .filter(stage -> description.equals("spark-bertopic: " + stage))
                            .findFirst()
                            .orElse("others"),
                        name -> new TaskTotals.Totals())
                    .add(totals));
    double[] heap = heap(folder.resolve("gc-" + shape.title() + ".log"));
    System.out.printf(
        Locale.ROOT,
        "%n%s: %.1f s, %,d topics, %.1f %% outliers; driver's heap at most %,.0f MB, %,.0f MB after a collection%n",
        shape.title(),
        run.seconds(),
        record.get("topics").asLong(),
        100.0 * record.get("outliers").asLong() / documents,
        heap[0],
        heap[1]);
    System.out.printf(
        "  %-22s %8s %8s %9s %9s %8s %9s %9s%n",
        "stage", "s", "tasks", "tasks' s", "longest s", "again", "files MB", "shuffle MB");
    order.add("others");
    for (String stage : order) {
      TaskTotals.Totals total = tasks.getOrDefault(stage, new TaskTotals.Totals());
      System.out.printf(
          Locale.ROOT,
          "  %-22s %8s %,8d %9.1f %9.1f %8s %9.1f %9.1f%n",
          stage,
          seconds.containsKey(stage) ? String.format(Locale.ROOT, "%.1f", seconds.get(stage)) : "",
          total.tasks,
          total.run / 1e3,
          total.longest / 1e3,
          total.failed + total.speculative == 0 ? "" : total.failed + "/" + total.speculative,
          total.written / MB,
          total.shuffled / MB);
    }
    System.out.println(
        "  again: tasks that failed or were stopped / that were begun a second time");
    for (String name : List.of("assignments", "_stages", "model", "")) {
      List<Path> files = files(run.output().resolve(name));
      long bytes = 0;
      for (Path file : files) {
        bytes += Files.size(file);
      }
      System.out.printf(
          Locale.ROOT,
          "  %-22s %,8d files %,9.2f MB%n",
          name.isEmpty() ? "all" : name,
          files.size(),
          bytes / MB);
    }
  }

  /** Without Hadoop's checksum files. */
  private static List<Path> files(Path place) throws IOException {
    if (!Files.exists(place)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(place.toRealPath(), FileVisitOption.FOLLOW_LINKS)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().endsWith(".crc"))
          .map(SkewCheck::real)
          .distinct()
          .toList();
    }
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The most that was in use, and the most that was left by a collection, in MB. */
  private static double[] heap(Path gc) throws IOException {
    double[] most = new double[2];
    for (Matcher found = COLLECTION.matcher(Files.readString(gc)); found.find(); ) {
      most[0] = Math.max(most[0], Double.parseDouble(found.group(1)));
      most[1] = Math.max(most[1], Double.parseDouble(found.group(2)));
    }
    return most;
  }
}
