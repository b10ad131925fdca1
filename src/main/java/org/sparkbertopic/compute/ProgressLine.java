package org.sparkbertopic.compute;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The progress of a step as one readable line. */
public final class ProgressLine {

  /** The first parts of a step come at once, and their speed is none. */
  private static final double LEAST_SECONDS = 0.5;

  private ProgressLine() {}

  /**
   * A step whose parts are counted.
   *
   * @param unit of what is counted, such as {@code documents}
   * @param total negative if unknown
   * @param nanos time since the start
   */
  public static String of(String step, long done, long total, String unit, long nanos) {
    double seconds = seconds(nanos);
    double perSecond = done / seconds;
    StringBuilder line = new StringBuilder(step).append(": ");
    if (total < 0) {
      line.append(String.format(Locale.ROOT, "%,d %s", done, unit));
    } else {
      line.append(String.format(Locale.ROOT, "%,d of %,d %s", done, total, unit));
      if (total > 0) {
        line.append(String.format(Locale.ROOT, " (%s)", percent((double) done / total)));
      }
    }
    if (done == 0 && total != 0) {
      return line.append(", none is done yet").toString();
    }
    if (seconds < LEAST_SECONDS) {
      return line.toString();
    }
    line.append(String.format(Locale.ROOT, ", %,.1f per second", perSecond));
    if (done < total) {
      line.append(", ").append(duration((total - done) / perSecond)).append(" left");
    }
    return line.toString();
  }

  /**
   * A step of which only a share is known.
   *
   * @param fraction in [0, 1]
   */
  public static String of(String step, double fraction, long nanos) {
    String line = step + ": " + percent(fraction);
    return fraction > 0 && fraction < 1
        ? line + ", " + duration(seconds(nanos) * (1 - fraction) / fraction) + " left"
        : line;
  }

  /** Rounded down: 100 % means done. A fraction such as 0.29 may be a little less than it says. */
  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%d %%", (int) Math.min(100, 100 * fraction + 1e-9));
  }

  private static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private static String duration(double seconds) {
    long whole = Math.round(Math.ceil(seconds));
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    return whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }
}
