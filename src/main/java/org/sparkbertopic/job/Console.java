package org.sparkbertopic.job;

import java.io.PrintStream;
import java.util.Locale;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.http.SecretText;
import org.sparkbertopic.job.RunRecord.StageRecord;
import org.sparkbertopic.stage.Stage;

/** What the user sees while a job runs. */
final class Console implements Progress {

  private static final long QUIET_NANOS = 2_000_000_000L;

  private final PrintStream out;
  private String lastStep = "";
  private long lastReport;

  Console(PrintStream out) {
    this.out = out;
  }

  PrintStream out() {
    return out;
  }

  void note(String message) {
    out.println("  " + Terminal.text(words(message)));
  }

  void warn(String warning) {
    out.println("! " + Terminal.text(words(warning)));
  }

  /** What the library says, in the words of the command line and without secrets. */
  static String words(String message) {
    return SecretText.redacted(SettingNames.inKeys(message));
  }

  void stageStarted(Stage stage) {
    out.println("> " + stage.title());
  }

  void stageFinished(StageRecord stage) {
    String rows =
        stage.rows() < 0
            ? ""
            : String.format(Locale.ROOT, ", %,d %s", stage.rows(), unit(stage.name()));
    if (stage.reused()) {
      out.printf(Locale.ROOT, "= %s: taken up from the earlier run%s%n", stage.name(), rows);
    } else {
      out.printf(Locale.ROOT, "< %s: %.1f s%s%n", stage.name(), stage.seconds(), rows);
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

  /** A line for each new step, and one every two seconds within a long one. */
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
