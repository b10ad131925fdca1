package org.sparkbertopic.assign;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.Objects;
import org.sparkbertopic.compute.Checks;

/**
 * One strategy to find topics for outliers, with its threshold.
 *
 * @param strategy how
 * @param threshold least score with which an outlier is given to a topic, in [0, 1]: the
 *     probability, the cosine, and for {@link OutlierStrategy#DISTRIBUTIONS} the least similarity
 *     of a window; a score of 0 is never enough
 * @param windows of {@code DISTRIBUTIONS}; of these {@code minSimilarity}, {@code by} and {@code
 *     topK} are not looked at
 */
@RecordBuilder
public record OutlierStep(OutlierStrategy strategy, double threshold, DistributionSettings windows)
    implements Serializable, OutlierStepBuilder.With {

  /** BERTopic's: every outlier that is like any topic at all. */
  public static final double DEFAULT_THRESHOLD = 0;

  public OutlierStep {
    Objects.requireNonNull(strategy, "strategy");
    Objects.requireNonNull(windows, "windows");
    if (!(threshold >= 0 && threshold <= 1)) {
      throw Checks.invalid(
          "threshold must be in [0, 1], got %s for %s; 0 gives every outlier to the topic that"
              + " it is most like",
          threshold, strategy);
    }
    windows =
        windows
            .withMinSimilarity(threshold)
            .withBy(DistributionSettings.By.CTFIDF)
            .withTopK(DistributionSettings.ALL_TOPICS);
  }

  /** A strategy with BERTopic's threshold and windows. */
  public static OutlierStep of(OutlierStrategy strategy) {
    return new OutlierStep(strategy, DEFAULT_THRESHOLD, DistributionSettings.create());
  }
}
