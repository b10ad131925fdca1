package org.sparkbertopic.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskInfo;

/**
 * Adds up what the tasks of an application did, by the description of their job, and writes a line
 * for each description when the application ends. For {@code spark.extraListeners}: Spark's event
 * log has the same, but of 100,000 tasks it is half a gigabyte.
 *
 * <p>It needs nothing but Spark, so that its classes alone can be put on a driver's class path.
 */
public final class TaskTotals extends SparkListener {

  /** Spark setting: the file to write. */
  static final String FILE = "spark.sparkbertopic.bench.totals";

  private static final String DESCRIPTION = "spark.job.description";

  private final Path file;
  private final Map<Integer, String> descriptions = new HashMap<>();
  private final Map<String, Totals> totals = new TreeMap<>();

  /** Spark gives its settings. */
  public TaskTotals(SparkConf conf) {
    this.file = Path.of(conf.get(FILE));
  }

  /** Of the tasks of all jobs with one description; times in milliseconds. */
  static final class Totals {

    long tasks;
    long failed;
    long speculative;
    long run;
    long longest;
    long written;
    long shuffled;
    long spilled;
    long peak;

    private void add(TaskInfo task, TaskMetrics metrics) {
      tasks++;
      failed += task.successful() ? 0 : 1;
      speculative += task.speculative() ? 1 : 0;
      if (metrics == null || !task.successful()) {
        return;
      }
      run += metrics.executorRunTime();
      longest = Math.max(longest, task.duration());
      written += metrics.outputMetrics().bytesWritten();
      shuffled += metrics.shuffleWriteMetrics().bytesWritten();
      spilled += metrics.diskBytesSpilled();
      peak = Math.max(peak, metrics.peakExecutionMemory());
    }

    void add(Totals other) {
      tasks += other.tasks;
      failed += other.failed;
      speculative += other.speculative;
      run += other.run;
      longest = Math.max(longest, other.longest);
      written += other.written;
      shuffled += other.shuffled;
      spilled += other.spilled;
      peak = Math.max(peak, other.peak);
    }

    private String line(String name) {
      return String.format(
          Locale.ROOT,
          "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d",
          name,
          tasks,
          failed,
          speculative,
          run,
          longest,
          written,
          shuffled,
          spilled,
          peak);
    }

    private static Totals of(String[] fields) {
      Totals totals = new Totals();
      totals.tasks = Long.parseLong(fields[1]);
      totals.failed = Long.parseLong(fields[2]);
      totals.speculative = Long.parseLong(fields[3]);
      totals.run = Long.parseLong(fields[4]);
      totals.longest = Long.parseLong(fields[5]);
      totals.written = Long.parseLong(fields[6]);
      totals.shuffled = Long.parseLong(fields[7]);
      totals.spilled = Long.parseLong(fields[8]);
      totals.peak = Long.parseLong(fields[9]);
      return totals;
    }
  }

  /** Reads what an application has written: totals by description. */
  static Map<String, Totals> read(Path file) throws IOException {
    Map<String, Totals> read = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split("\t", -1);
      read.put(fields[0], Totals.of(fields));
    }
    return read;
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    String description =
        stage.properties() == null ? null : stage.properties().getProperty(DESCRIPTION);
    descriptions.put(
        stage.stageInfo().stageId(),
        description == null ? "others" : description.replace('\t', ' ').replace('\n', ' '));
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    totals
        .computeIfAbsent(
            descriptions.getOrDefault(task.stageId(), "others"), description -> new Totals())
        .add(task.taskInfo(), task.taskMetrics());
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd end) {
    List<String> lines = new ArrayList<>();
    totals.forEach((description, total) -> lines.add(total.line(description)));
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
