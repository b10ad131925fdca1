package org.sparkbertopic.embedding;

import java.io.Console;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.spark.SparkContext;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.sparkbertopic.compat.ScalaCollections;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.compute.ProgressLine;
import scala.Tuple4;

/**
 * Reports the progress of an embedding in one line every few seconds: documents done, documents per
 * second, and the time left. On a terminal the line is rewritten; elsewhere each report is a new
 * line. The Spark UI shows its description for the jobs that the opening thread starts.
 *
 * <p>Gets the counts of finished tasks when they end, and of running tasks from the executors'
 * heartbeats ({@code spark.executor.heartbeatInterval}, 10 s by default), locally and on a cluster
 * alike. Never fails a job: an error here only costs a line. Close it when the job is done.
 */
public final class EmbeddingProgress extends SparkListener implements AutoCloseable {

  /** Least time between two updates of the line on a terminal. */
  public static final long TERMINAL_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Least time between two lines in a log. */
  public static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final String JOB_DESCRIPTION = "spark.job.description";

  private final SparkContext spark;
  private final EmbeddingCounters counters;
  private final long total;
  private final long alreadyCounted;
  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final String outerDescription;
  private final long startedAt;

  private final Map<Long, Long> runningTasks = new HashMap<>();
  private final Set<Long> endedTasks = new HashSet<>();
  private long finishedDocuments;
  private long printedAt;
  private int printedLength;
  private boolean closed;
  private Progress watcher = Progress.NONE;

  EmbeddingProgress(
      SparkContext spark,
      EmbeddingCounters counters,
      long total,
      PrintStream out,
      boolean terminal,
      LongSupplier nanoTime) {
    this.spark = spark;
    this.counters = counters;
    this.alreadyCounted = counters.documents().value();
    this.total = total;
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.startedAt = nanoTime.getAsLong();
    this.printedAt = startedAt;
    this.outerDescription = spark.getLocalProperty(JOB_DESCRIPTION);
  }

  /**
   * Starts to report.
   *
   * @param watcher told every second; {@link Progress#NONE}: lines go to standard error, where
   *     Spark's own progress goes
   * @param counters the counters passed to {@link TextEmbedding#embed}
   * @param total documents to embed; negative if unknown: then the line shows no time left
   * @param description for the Spark UI, such as "embedding part 3 of 16"
   */
  public static EmbeddingProgress start(
      SparkContext spark,
      EmbeddingCounters counters,
      long total,
      String description,
      Progress watcher) {
    EmbeddingProgress progress =
        new EmbeddingProgress(spark, counters, total, System.err, onTerminal(), System::nanoTime);
    progress.watcher = watcher;
    progress.listen(description);
    return progress;
  }

  /** From Java 22 on there can be a console without a terminal, and a method tells them apart. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean onTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  void listen(String description) {
    spark.setJobDescription(description);
    spark.addSparkListener(this);
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
    try {
      for (Tuple4<?, ?, ?, ?> task :
          ScalaCollections.elements(heartbeat, "accumUpdates", Tuple4.class)) {
        long documents = documentsIn(ScalaCollections.elements(task._4(), AccumulableInfo.class));
        if (documents > 0) {
          taskHasDone((Long) task._1(), documents);
        }
      }
      printIfDue();
    } catch (RuntimeException e) {
      // Spark removes a listener that throws, with a stack trace: progress is not worth that.
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    try {
      boolean success = end.reason() == Success$.MODULE$;
      taskEnded(end.taskInfo().taskId(), success ? documentsIn(accumulators(end)) : 0);
      printIfDue();
    } catch (RuntimeException e) {
      // As above.
    }
  }

  private static List<AccumulableInfo> accumulators(SparkListenerTaskEnd end) {
    return ScalaCollections.elements(end.taskInfo(), "accumulables", AccumulableInfo.class);
  }

  private long documentsIn(List<AccumulableInfo> accumulators) {
    for (AccumulableInfo info : accumulators) {
      if (info.id() == counters.documents().id() && info.update().isDefined()) {
        return info.update().get() instanceof Long documents ? documents : 0;
      }
    }
    return 0;
  }

  private synchronized void taskHasDone(long task, long documents) {
    // A heartbeat may arrive after the end of its task.
    if (!endedTasks.contains(task)) {
      runningTasks.put(task, documents);
    }
  }

  private synchronized void taskEnded(long task, long documents) {
    endedTasks.add(task);
    runningTasks.remove(task);
    finishedDocuments += documents;
  }

  /** Documents done by finished and running tasks, as far as the driver has heard. */
  public synchronized long documentsDone() {
    long done = finishedDocuments;
    for (long documents : runningTasks.values()) {
      done += documents;
    }
    return done;
  }

  private synchronized void printIfDue() {
    long now = nanoTime.getAsLong();
    boolean often = terminal || watcher != Progress.NONE;
    if (!closed && now - printedAt >= (often ? TERMINAL_INTERVAL_NANOS : LOG_INTERVAL_NANOS)) {
      printedAt = now;
      print(documentsDone(), now, false);
    }
  }

  private void print(long done, long now, boolean last) {
    if (watcher != Progress.NONE) {
      watcher.count("embedding", done, total, "documents");
      return;
    }
    String line = ProgressLine.of("embedding", done, total, "documents", now - startedAt);
    if (!terminal) {
      out.println(line);
      return;
    }
    // Blanks overwrite the rest of a longer line.
    String padding = " ".repeat(Math.max(0, printedLength - line.length()));
    out.print('\r' + line + padding + (last ? System.lineSeparator() : ""));
    out.flush();
    printedLength = line.length();
  }

  /**
   * Prints the last line and restores the thread's description. The counters are exact now: an
   * action returns after its tasks' counts have arrived, though events may still be pending.
   */
  @Override
  public void close() {
    spark.removeSparkListener(this);
    spark.setLocalProperty(JOB_DESCRIPTION, outerDescription);
    synchronized (this) {
      if (!closed) {
        closed = true;
        print(counters.documents().value() - alreadyCounted, nanoTime.getAsLong(), true);
      }
    }
  }
}
