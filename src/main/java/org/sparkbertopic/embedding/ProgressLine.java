package org.sparkbertopic.embedding;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The progress of an embedding as one readable line. */
final class ProgressLine {

  private ProgressLine() {}

  /**
   * @param done documents done
   * @param total all documents; negative if unknown
   * @param nanos time since the start
   */
  static String of(long done, long total, long nanos) {
    double seconds = nanos / (double) TimeUnit.SECONDS.toNanos(1);
    double perSecond = seconds > 0 ? done / seconds : 0;
    StringBuilder line = new StringBuilder("embedding: ");
    if (total < 0) {
      line.append(String.format(Locale.ROOT, "%,d documents", done));
    } else {
      line.append(String.format(Locale.ROOT, "%,d of %,d documents", done, total));
      if (total > 0) {
        // Rounded down: 100 % means done.
        line.append(String.format(Locale.ROOT, " (%d %%)", Math.min(100, 100 * done / total)));
      }
    }
    if (done == 0 && total != 0) {
      return line.append(", none is done yet").toString();
    }
    line.append(String.format(Locale.ROOT, ", %,.1f per second", perSecond));
    if (done < total) {
      line.append(", ").append(duration((total - done) / perSecond)).append(" left");
    }
    return line.toString();
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
