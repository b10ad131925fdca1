package org.sparkbertopic.job.console;

import java.io.PrintStream;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.sparkbertopic.compute.ProgressLine;

/**
 * The progress of a stage: on a terminal one line with a bar, which is rewritten and goes away;
 * elsewhere a line every half minute. A stage of less than two seconds shows none.
 */
public final class ProgressBar {

  private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long TERMINAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final int CELLS = 20;
  private static final String INDENT = "  ";

  /** The bar of this process that stands on the terminal, for other writers to it. */
  private static volatile ProgressBar shown;

  private final PrintStream out;
  private final OptionalInt width;
  private final LongSupplier nanoTime;

  private String step = "";
  private long stageBegan;
  private long stepBegan;
  private long updated;
  private long printed;
  private int length;
  private boolean open;

  /**
   * @param width of the terminal; empty if {@code out} is none
   */
  ProgressBar(PrintStream out, OptionalInt width, LongSupplier nanoTime) {
    this.out = out;
    this.width = width;
    this.nanoTime = nanoTime;
  }

  /** On standard error if that is a terminal, else lines in {@code out}. */
  static ProgressBar over(PrintStream out) {
    OptionalInt width = Listing.columns("SPARK_BERTOPIC_BAR");
    return width.isPresent()
        ? new ProgressBar(System.err, width, System::nanoTime)
        : new ProgressBar(out, width, System::nanoTime);
  }

  /** Takes the bar off the terminal, before something else is printed there. */
  static void clearShown() {
    ProgressBar bar = shown;
    if (bar != null) {
      bar.clear();
    }
  }

  synchronized void begin() {
    long now = nanoTime.getAsLong();
    open = true;
    step = "";
    stageBegan = now;
    updated = now;
    printed = now;
  }

  synchronized void end() {
    clear();
    open = false;
  }

  /** Whether nobody has told of any progress for some time. */
  synchronized boolean isIdle() {
    return open && nanoTime.getAsLong() - updated > FIRST_NANOS;
  }

  synchronized void share(String of, double fraction) {
    if (isDue(of)) {
      print(fraction, ProgressLine.of(of, fraction, nanoTime.getAsLong() - stepBegan));
    }
    updated = nanoTime.getAsLong();
  }

  /** As {@link #share}, of the tasks of Spark, which are no news of the stage itself. */
  synchronized void tasks(String of, long done, long total) {
    if (isDue(of)) {
      print((double) done / total, line(of, done, total, "tasks"));
    }
  }

  synchronized void count(String of, long done, long total, String unit) {
    if (isDue(of)) {
      print(total > 0 ? (double) done / total : 0, line(of, done, total, unit));
    }
    updated = nanoTime.getAsLong();
  }

  private String line(String of, long done, long total, String unit) {
    return ProgressLine.of(of, done, total, unit, nanoTime.getAsLong() - stepBegan);
  }

  private boolean isDue(String of) {
    if (!open) {
      return false;
    }
    long now = nanoTime.getAsLong();
    if (!of.equals(step)) {
      step = of;
      stepBegan = now;
    }
    long interval = width.isPresent() ? TERMINAL_NANOS : LOG_NANOS;
    return now - stageBegan >= FIRST_NANOS && now - printed >= interval;
  }

  private void print(double fraction, String text) {
    printed = nanoTime.getAsLong();
    if (width.isEmpty()) {
      out.println(INDENT + Terminal.line(text));
      return;
    }
    int full = (int) Math.min(CELLS, Math.max(0, CELLS * fraction));
    String bar = "[" + "=".repeat(full) + " ".repeat(CELLS - full) + "] ";
    String line = Listing.cut(INDENT + bar + Terminal.line(text), width.getAsInt() - 1);
    out.print("\r" + line + " ".repeat(Math.max(0, length - line.length())));
    out.flush();
    length = line.length();
    shown = this;
  }

  synchronized void clear() {
    if (length > 0) {
      out.print("\r" + " ".repeat(length) + "\r");
      out.flush();
      length = 0;
      shown = null;
    }
  }
}
