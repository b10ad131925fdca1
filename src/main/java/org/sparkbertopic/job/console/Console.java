package org.sparkbertopic.job.console;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.http.SecretText;
import org.sparkbertopic.stage.workspace.Stage;

/** The output that the user sees while a job runs. */
public final class Console implements Progress {

  /** Whether commands of this process print what went wrong and their results alone. */
  private static volatile boolean quiet;

  private final PrintStream out;
  private final ProgressBar bar;
  private StageTasks tasks;

  public Console(PrintStream out) {
    this.out = out;
    this.bar = ProgressBar.over(out);
  }

  /**
   * Sets what the consoles of this process print from now on.
   *
   * @param wanted true: results, and warnings on standard error
   */
  public static void quiet(boolean wanted) {
    quiet = wanted;
  }

  /** For results. */
  public PrintStream out() {
    bar.clear();
    return out;
  }

  public void note(String message) {
    say("  " + Terminal.text(words(message)));
  }

  public void warn(String warning) {
    bar.clear();
    (quiet ? System.err : out).println("! " + Terminal.text(words(warning)));
  }

  private void say(String line) {
    if (!quiet) {
      bar.clear();
      out.println(line);
    }
  }

  /**
   * Rewrites a message of the library for the command line: with keys instead of setters, without
   * secrets.
   */
  public static String words(String message) {
    return SecretText.redacted(SettingNames.inKeys(message));
  }

  /** Shows the progress of a stage from now on, of which its tasks tell if nobody else does. */
  public void stageStarted(Stage stage, SparkContext spark) {
    say("> " + stage.title());
    watch(stage.title(), spark);
  }

  /** Shows the progress of Spark's tasks while something is done that is no stage. */
  public <T> T watched(String title, SparkContext spark, Supplier<T> work) {
    watch(title, spark);
    try {
      return work.get();
    } finally {
      stageEnded();
    }
  }

  private void watch(String title, SparkContext spark) {
    if (!quiet) {
      stageEnded();
      bar.begin();
      tasks = new StageTasks(title, spark, bar);
    }
  }

  /** Shows no progress any more. */
  public void stageEnded() {
    if (tasks != null) {
      tasks.close();
      tasks = null;
    }
    bar.end();
  }

  /**
   * @param rows negative if the stage does not produce rows
   * @param reused whether the result is from an earlier run
   */
  public void stageFinished(String title, double seconds, long rows, boolean reused) {
    stageEnded();
    String made = rows < 0 ? "" : String.format(Locale.ROOT, ", %,d %s", rows, unit(title));
    say(
        reused
            ? String.format(Locale.ROOT, "= %s: taken up from the earlier run%s", title, made)
            : String.format(Locale.ROOT, "< %s: %.1f s%s", title, seconds, made));
  }

  private static String unit(String title) {
    for (Stage stage : Stage.values()) {
      if (stage.title().equals(title)) {
        return stage.unit();
      }
    }
    return "documents";
  }

  @Override
  public void report(String step, double fraction) {
    bar.share(step, fraction);
  }

  @Override
  public void count(String step, long done, long total, String unit) {
    bar.count(step, done, total, unit);
  }
}
