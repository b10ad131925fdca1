package org.sparkbertopic.reduction;

import java.util.Optional;

/**
 * The training rows that a reduction keeps, to compare other points with. Immutable and
 * thread-safe.
 */
public interface TrainingPoints {

  /**
   * The direction of a training row: a positive multiple of it. Empty where the reduction keeps
   * something else of it. Callers must not change it.
   *
   * @param row in the order of {@link ReductionModel#embedding}
   */
  Optional<float[]> direction(int row);

  /**
   * The distance of each point to the nearest training row, by the metric of the reduction. The
   * search may be approximate.
   *
   * @param points {@code [rows][inputDimension]}, finite
   */
  double[] distances(float[][] points);

  /**
   * The distance of training rows to the nearest other one: 0 for a row that is there twice, NaN if
   * there is no other.
   *
   * @param rows in the order of {@link ReductionModel#embedding}
   */
  double[] distancesOfTraining(int[] rows);
}
