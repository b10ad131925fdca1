package org.sparkbertopic.online;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.ModelHistory;

/**
 * How far a chunk is from what the model was fitted on: each figure beside the fit's own.
 *
 * @param fit the fit
 * @param chunk a later chunk
 */
public record Drift(Chunk fit, Chunk chunk) {

  /** Figures of fewer documents differ by chance as much as the limits allow. */
  static final int FEWEST = 200;

  public Drift {
    Objects.requireNonNull(fit, "fit");
    Objects.requireNonNull(chunk, "chunk");
  }

  /** Of the last chunk; empty if there is none after the fit, or the fit is unknown. */
  public static Optional<Drift> last(ModelHistory history) {
    int chunks = history.chunks().size();
    return history
        .chunk(Chunk.FIT)
        .filter(fit -> chunks > 1)
        .map(fit -> new Drift(fit, history.chunks().get(chunks - 1)));
  }

  /** As {@code drift: outliers 21.0 % (fit 33.0 %), similarity 0.61 (fit 0.64), ...}. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "drift: outliers %.1f %% (fit %.1f %%), similarity %s, novelty %s, %,d topics born, %,d"
            + " retired",
        100 * chunk.outlierShare(),
        100 * fit.outlierShare(),
        beside(chunk.similarity(), fit.similarity()),
        beside(chunk.novelty(), fit.novelty()),
        chunk.born().size(),
        chunk.retired().size());
  }

  private static String beside(double now, double then) {
    return figure(now) + " (fit " + figure(then) + ")";
  }

  private static String figure(double value) {
    return Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, "%.3f", value);
  }

  /**
   * What says that the model no longer fits what comes: nothing for a chunk of few documents, and
   * nothing of figures that are unknown.
   */
  public List<String> warnings(OnlineSettings settings) {
    List<String> warnings = new ArrayList<>();
    if (chunk.documents() < FEWEST) {
      return warnings;
    }
    if (chunk.outlierShare() - fit.outlierShare() > settings.driftOutliers()) {
      warnings.add(
          warning(
              "%.1f %% of its documents are outliers, of the fit's %.1f %%",
              100 * chunk.outlierShare(), 100 * fit.outlierShare()));
    }
    if (chunk.similarity() < fit.similarity() * (1 - settings.driftSimilarity())) {
      warnings.add(
          warning(
              "its documents have a mean cosine of %.3f with their topics, the fit's had %.3f",
              chunk.similarity(), fit.similarity()));
    }
    if (chunk.novelty() > fit.novelty() * (1 + settings.driftNovelty())) {
      warnings.add(
          warning(
              "its documents are %.3f away from the nearest document of the fit's sample, the"
                  + " sample's own are %.3f",
              chunk.novelty(), fit.novelty()));
    }
    return warnings;
  }

  private String warning(String format, Object... values) {
    return String.format(
        Locale.ROOT,
        "the chunk '%s' drifts from the fit: %s; a new fit is due if later chunks are alike",
        chunk.name(),
        String.format(Locale.ROOT, format, values));
  }
}
