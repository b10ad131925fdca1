package org.sparkbertopic.http;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Reports the progress of a download: a line when a file begins, one every few seconds, and one
 * when it is done.
 */
public final class DownloadProgress {

  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Done before its rate could be measured. */
  private static final long SMALL_BYTES = 1_000_000;

  private final String prefix;
  private final PrintStream out;
  private final LongSupplier nanoTime;
  private String file = "";
  private long total;
  private long startedAt;
  private long printedAt;
  private long firstByte;

  /**
   * @param prefix the beginning of each line
   */
  public DownloadProgress(String prefix, PrintStream out, LongSupplier nanoTime) {
    this.prefix = prefix;
    this.out = out;
    this.nanoTime = nanoTime;
  }

  public void note(String line) {
    out.println(prefix + line);
  }

  void begin(String path, long have, long size) {
    file = path;
    total = size;
    firstByte = have;
    startedAt = nanoTime.getAsLong();
    printedAt = startedAt;
    if (have > 0) {
      note(path + " resumed at " + bytes(have) + " of " + bytes(size));
    } else if (!isSmall()) {
      note(path + ", " + bytes(size));
    }
  }

  private boolean isSmall() {
    return total >= 0 && total < SMALL_BYTES;
  }

  void update(long have) {
    long now = nanoTime.getAsLong();
    if (now - printedAt >= INTERVAL_NANOS) {
      printedAt = now;
      print(have, now);
    }
  }

  void end(long have) {
    if (isSmall()) {
      note(file + ", " + bytes(have));
    } else {
      print(have, nanoTime.getAsLong());
    }
  }

  private void print(long have, long now) {
    double seconds = Math.max(1e-3, (now - startedAt) / (double) TimeUnit.SECONDS.toNanos(1));
    // Rounded down: 100 % means complete.
    String share =
        total > 0 ? String.format(Locale.ROOT, "%d %% of ", Math.min(100, 100 * have / total)) : "";
    note(
        String.format(
            Locale.ROOT,
            "%s %s%s, %s/s",
            file,
            share,
            bytes(Math.max(total, have)),
            bytes((long) ((have - firstByte) / seconds))));
  }

  /** As on the hub's pages: 90.9 MB, of a million bytes each. */
  public static String bytes(long count) {
    if (count < 0) {
      return "unknown size";
    }
    if (count < 1_000) {
      return count + " B";
    }
    String[] units = {"kB", "MB", "GB", "TB", "PB"};
    double value = count / 1_000.0;
    int unit = 0;
    while (value >= 999.95 && unit < units.length - 1) {
      value /= 1_000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }
}
