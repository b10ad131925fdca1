package org.sparkbertopic.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a {@code fit} took that ran on two cores in a process of its own.
 *
 * @param documents of the corpus
 * @param seconds of the process, with the start of Spark
 * @param stages seconds by the name of the stage, in alphabetical order
 * @param heapMb the largest heap in use
 * @param residentMb the most memory of the process; 0 where the system does not tell
 * @param writtenMb the run's files
 * @param outliers share of the documents
 * @param further what the run counted besides, by name
 */
record MeasuredFit(
    long documents,
    double seconds,
    Map<String, Double> stages,
    double heapMb,
    double residentMb,
    double writtenMb,
    long topics,
    double outliers,
    Map<String, Long> further) {

  private static final Pattern HEAP = Pattern.compile("(\\d+)M->\\d+M\\(\\d+M\\)");
  private static final Pattern RESIDENT = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final double MB = 1024 * 1024;

  /**
   * Runs the fit and waits for it.
   *
   * @param folder gets the run ({@code run-NAME}), its output ({@code log-NAME}) and the
   *     collector's log ({@code gc-NAME.log})
   * @param heap of the driver, as {@code --driver-memory} takes it
   * @param corpus input of the fit
   * @param settings further arguments of {@code fit}
   * @throws IllegalStateException if the fit fails
   */
  static MeasuredFit of(Path folder, String name, String heap, Path corpus, List<String> settings)
      throws IOException, InterruptedException {
    Path output = run(folder, name);
    Path log = folder.resolve("log-" + name);
    Path gc = folder.resolve("gc-" + name + ".log");
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
                output.toString()));
    command.addAll(settings);
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    double resident = 0;
    while (!process.waitFor(500, TimeUnit.MILLISECONDS)) {
      resident = Math.max(resident, resident(process));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "fit ended with status " + process.exitValue() + "; see " + log);
    }
    JsonNode record = new ObjectMapper().readTree(output.resolve("run.json").toFile());
    Map<String, Double> stages = new TreeMap<>();
    record
        .get("stages")
        .forEach(s -> stages.put(s.get("name").asText(), s.get("seconds").asDouble()));
    Map<String, Long> further = new TreeMap<>();
    record
        .get("counted")
        .fields()
        .forEachRemaining(count -> further.put(count.getKey(), count.getValue().asLong()));
    long documents = record.get("documents").asLong();
    return new MeasuredFit(
        documents,
        seconds,
        stages,
        largestHeap(gc),
        resident,
        bytes(output) / MB,
        record.get("topics").asLong(),
        record.get("outliers").asDouble() / documents,
        further);
  }

  /** The folder of a fit's run. */
  static Path run(Path folder, String name) {
    return folder.resolve("run-" + name);
  }

  /** Seconds of a stage; 0 where the run had none of this name. */
  double seconds(String stage) {
    return stages.getOrDefault(stage, 0.0);
  }

  /** Documents a second of a stage. */
  double rate(String stage) {
    return documents / stages.getOrDefault(stage, Double.NaN);
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
