package org.sparkbertopic.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * A whole {@code fit} in a process of its own, for corpora of several sizes: documents a second of
 * each stage, the largest heap in use, resident memory, bytes written, and the exponent of the
 * time. The corpus is made here: see {@link ScaleCorpus}.
 */
public final class ScaleBenchmark {

  private static final Pattern HEAP = Pattern.compile("(\\d+)M->\\d+M\\(\\d+M\\)");
  private static final Pattern RESIDENT = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final double MB = 1024 * 1024;

  private final Path folder;
  private final String heap;
  private final List<String> settings;

  private ScaleBenchmark(Path folder, String heap, List<String> settings) {
    this.folder = folder;
    this.heap = heap;
    this.settings = settings;
  }

  /** What one run took. */
  private record Run(
      long documents,
      double seconds,
      Map<String, Double> stages,
      double heapMb,
      double residentMb,
      double writtenMb,
      long topics,
      double outliers) {

    double rate(String stage) {
      return documents / stages.getOrDefault(stage, Double.NaN);
    }
  }

  /**
   * @param arguments a folder, the heap of the driver, numbers of documents separated by commas,
   *     and further arguments of {@code fit}
   */
  public static void main(String[] arguments) throws Exception {
    ScaleBenchmark benchmark =
        new ScaleBenchmark(
            Path.of(arguments[0]), arguments[1], List.of(arguments).subList(3, arguments.length));
    List<Run> runs = new ArrayList<>();
    for (String documents : arguments[2].split(",", -1)) {
      Run run = benchmark.run(Long.parseLong(documents));
      print(run);
      runs.add(run);
    }
    System.out.println();
    Run last = runs.get(runs.size() - 1);
    bench("assign-rate", last.rate("assign"));
    bench("represent-rate", last.rate("represent"));
    bench("documents-per-second", last.documents() / last.seconds());
    bench("peak-heap-mb", last.heapMb());
    bench("peak-memory-mb", last.residentMb());
    if (runs.size() > 1) {
      Run first = runs.get(0);
      bench(
          "scale-exponent",
          Math.log(last.seconds() / first.seconds())
              / Math.log((double) last.documents() / first.documents()));
    }
  }

  private static void bench(String name, double value) {
    System.out.println(Series.line(name, value, Double.NaN));
  }

  private static void print(Run run) {
    System.out.printf(
        Locale.ROOT,
        "%n%,d documents: %.1f s, %,d topics, %.1f %% outliers; heap %,.0f MB, resident %,.0f MB, written %,.0f MB%n",
        run.documents(),
        run.seconds(),
        run.topics(),
        100 * run.outliers(),
        run.heapMb(),
        run.residentMb(),
        run.writtenMb());
    run.stages()
        .forEach(
            (stage, seconds) ->
                System.out.printf(
                    Locale.ROOT,
                    "  %-18s %8.1f s %,12.0f documents/s%n",
                    stage,
                    seconds,
                    run.documents() / Math.max(0.05, seconds)));
  }

  private Run run(long documents) throws IOException, InterruptedException {
    Path corpus = folder.resolve("corpus-" + documents);
    if (!Files.exists(corpus.resolve("_SUCCESS"))) {
      make(corpus, documents);
    }
    Path output = folder.resolve("run-" + documents);
    Path gc = folder.resolve("gc-" + documents + ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                "jobs/spark-bertopic",
                "--master",
                "local[2]",
                "--driver-memory",
                heap,
                "--driver-java-options",
                "-Xlog:gc:file=" + gc,
                "fit",
                "--quiet",
                "--input",
                corpus.toString(),
                "--output",
                output.toString(),
                "-D",
                "input.id-column=id",
                "-D",
                "input.embedding-column=embedding",
                "-D",
                "vectorizer.stop-words=english",
                "-D",
                "vectorizer.min-df=5"));
    command.addAll(settings);
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log-" + documents).toFile())
            .start();
    double resident = 0;
    while (!process.waitFor(500, TimeUnit.MILLISECONDS)) {
      resident = Math.max(resident, resident(process));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "fit ended with status "
              + process.exitValue()
              + "; see "
              + folder.resolve("log-" + documents));
    }
    JsonNode record = new ObjectMapper().readTree(output.resolve("run.json").toFile());
    Map<String, Double> stages = new TreeMap<>();
    record
        .get("stages")
        .forEach(s -> stages.put(s.get("name").asText(), s.get("seconds").asDouble()));
    return new Run(
        documents,
        seconds,
        stages,
        largestHeap(gc),
        resident,
        bytes(output) / MB,
        record.get("topics").asLong(),
        record.get("outliers").asDouble() / documents);
  }

  private static void make(Path corpus, long documents) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
    ScaleCorpus.of(spark, documents).write().parquet(corpus.toString());
    spark.stop();
  }

  /** The most that the process had in memory so far; 0 where the system does not tell. */
  private static double resident(Process process) {
    try {
      Matcher found =
          RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
      return found.find() ? Long.parseLong(found.group(1)) / 1024.0 : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private static double largestHeap(Path gc) throws IOException {
    double largest = 0;
    for (Matcher found = HEAP.matcher(Files.readString(gc)); found.find(); ) {
      largest = Math.max(largest, Double.parseDouble(found.group(1)));
    }
    return largest;
  }

  private static double bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
