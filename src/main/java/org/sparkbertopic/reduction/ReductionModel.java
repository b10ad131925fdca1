package org.sparkbertopic.reduction;

import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.sparkbertopic.compute.ProductDevice;
import org.sparkbertopic.compute.Workers;

/** A fitted map to few dimensions. Immutable and thread-safe. */
public interface ReductionModel {

  /** Rows that a thread transforms at a time. */
  int TRANSFORM_GRAIN = 256;

  /** Length of the input vectors. */
  int inputDimension();

  /** Length of the output vectors. */
  int outputDimension();

  /**
   * Coordinates of the training rows, {@code [rows][outputDimension]}; callers must not change it.
   */
  float[][] embedding();

  /**
   * Reduces new points. A result depends only on the point and the model, not on the other points
   * of the call. A training point gets the coordinates it had in the fit.
   *
   * @param points {@code [rows][inputDimension]}, finite
   * @return {@code [rows][outputDimension]}
   * @throws IllegalArgumentException if a point has another length, or NaN or infinite values
   */
  float[][] transform(float[][] points);

  /** As {@link #transform(float[][])}, on the given threads, with the same result. */
  default float[][] transform(float[][] points, Workers workers) {
    RowChecks.check(points, inputDimension());
    float[][] result = new float[points.length][];
    workers.forEachRange(
        points.length,
        TRANSFORM_GRAIN,
        (from, to) -> {
          float[][] part = transform(Arrays.copyOfRange(points, from, to));
          System.arraycopy(part, 0, result, from, part.length);
        });
    return result;
  }

  /** What compares points with the training rows; empty: the calling threads. */
  default Optional<ProductDevice> device() {
    return Optional.empty();
  }

  /**
   * The same map, whose points are compared on a device; not a part of its format. A reduction that
   * does not compare with training rows is returned as it is.
   */
  default ReductionModel on(Optional<ProductDevice> device) {
    return this;
  }

  /** The training rows; empty where the reduction does not keep them. */
  default Optional<TrainingPoints> trainingPoints() {
    return Optional.empty();
  }

  /** Name of the format that {@link #write} writes, as {@link ReductionModels} knows it. */
  String format();

  /** Writes the model, with a format version first. */
  void write(DataOutput out) throws IOException;
}
