package org.sparkbertopic.job.console;

import java.io.PrintStream;
import java.util.Locale;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.http.SecretText;
import org.sparkbertopic.stage.workspace.Stage;

/** The output that the user sees while a job runs. */
public final class Console implements Progress {

  private static final long QUIET_NANOS = 2_000_000_000L;

  private final PrintStream out;
  private String lastStep = "";
  private long lastReport;

  public Console(PrintStream out) {
    this.out = out;
  }

  public PrintStream out() {
    return out;
  }

  public void note(String message) {
    out.println("  " + Terminal.text(words(message)));
  }

  public void warn(String warning) {
    out.println("! " + Terminal.text(words(warning)));
  }

  /**
   * Rewrites a message of the library for the command line: with keys instead of setters, without
   * secrets.
   */
  public static String words(String message) {
    return SecretText.redacted(SettingNames.inKeys(message));
  }

  public void stageStarted(Stage stage) {
    out.println("> " + stage.title());
  }

  /**
   * @param rows negative if the stage does not produce rows
   * @param reused whether the result is from an earlier run
   */
  public void stageFinished(String title, double seconds, long rows, boolean reused) {
    String made = rows < 0 ? "" : String.format(Locale.ROOT, ", %,d %s", rows, unit(title));
    if (reused) {
      out.printf(Locale.ROOT, "= %s: taken up from the earlier run%s%n", title, made);
    } else {
      out.printf(Locale.ROOT, "< %s: %.1f s%s%n", title, seconds, made);
    }
  }

  private static String unit(String title) {
    for (Stage stage : Stage.values()) {
      if (stage.title().equals(title)) {
        return stage.unit();
      }
    }
    return "documents";
  }

  /** Prints one line per new step, and one every two seconds within a long step. */
  @Override
  public synchronized void report(String step, double fraction) {
    long now = System.nanoTime();
    if (!step.equals(lastStep) || now - lastReport > QUIET_NANOS) {
      out.printf(Locale.ROOT, "  %s %.0f %%%n", step, 100 * fraction);
      lastStep = step;
      lastReport = now;
    }
  }
}
