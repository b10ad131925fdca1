package org.sparkbertopic.operations.outliers;

import java.util.List;
import java.util.OptionalDouble;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.compute.Checks;

/**
 * How to reduce outliers: strategies in order, each tried on the outliers that the ones before it
 * left, until none is left or the share of outliers is low enough.
 *
 * @param steps at least one
 * @param maxOutliers share of all documents that may stay outliers, in [0, 1); the thresholds are
 *     then raised as far as it allows, so that the documents least like a topic stay. Empty: the
 *     thresholds hold as they are
 */
public record OutlierReduction(List<OutlierStep> steps, OptionalDouble maxOutliers) {

  public OutlierReduction {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException(
          "steps must name at least one strategy, got none; BERTopic's default is distributions");
    }
    if (maxOutliers.isPresent()
        && !(maxOutliers.getAsDouble() >= 0 && maxOutliers.getAsDouble() < 1)) {
      throw Checks.invalid(
          "maxOutliers must be in [0, 1), got %s; 0.1 leaves at most a tenth of the documents without a topic",
          maxOutliers.getAsDouble());
    }
  }

  /** Steps with the thresholds they have. */
  public static OutlierReduction of(OutlierStep... steps) {
    return new OutlierReduction(List.of(steps), OptionalDouble.empty());
  }

  /** Strategies with BERTopic's thresholds. */
  public static OutlierReduction of(OutlierStrategy... strategies) {
    return new OutlierReduction(
        List.of(strategies).stream().map(OutlierStep::of).toList(), OptionalDouble.empty());
  }

  /** As {@link #of(OutlierStrategy...)}, for callers that have no arrays, such as Python's. */
  public static OutlierReduction ofStrategies(List<OutlierStrategy> strategies) {
    return of(strategies.toArray(OutlierStrategy[]::new));
  }

  /** With another share of documents that may stay outliers. */
  public OutlierReduction withMaxOutliers(double share) {
    return new OutlierReduction(steps, OptionalDouble.of(share));
  }

  /** How many of {@code documents} may stay outliers. */
  public long outliersAllowed(long documents) {
    return (long) Math.floor(maxOutliers.orElseThrow() * documents);
  }
}
