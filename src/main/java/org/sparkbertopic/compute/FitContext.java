package org.sparkbertopic.compute;

import java.util.Objects;
import java.util.Optional;

/**
 * What a fit needs besides its data: the seed, the threads, where to report progress, and a device
 * for its comparisons of all with all.
 *
 * @param seed the only source of randomness; equal seeds give equal results on any number of
 *     threads
 * @param workers the threads to compute on
 * @param progress receives the progress of each step
 * @param device compares all pairs; empty: the threads do, or search approximately
 */
public record FitContext(
    long seed, Workers workers, Progress progress, Optional<ProductDevice> device) {

  public FitContext {
    Objects.requireNonNull(workers, "workers");
    Objects.requireNonNull(progress, "progress");
    Objects.requireNonNull(device, "device");
  }

  /** A context without a device. */
  public FitContext(long seed, Workers workers, Progress progress) {
    this(seed, workers, progress, Optional.empty());
  }

  /** A context without progress reports. */
  public static FitContext of(long seed, Workers workers) {
    return new FitContext(seed, workers, Progress.NONE);
  }

  /** This context with a device, or without one. */
  public FitContext on(Optional<ProductDevice> value) {
    return new FitContext(seed, workers, progress, value);
  }
}
