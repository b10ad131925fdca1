package org.sparkbertopic.compute;

import java.util.Objects;

/**
 * What a fit needs besides its data: the seed, the threads, and where to report progress.
 *
 * @param seed the only source of randomness; equal seeds give equal results on any number of
 *     threads
 * @param workers the threads to compute on
 * @param progress receives the progress of each step
 */
public record FitContext(long seed, Workers workers, Progress progress) {

  public FitContext {
    Objects.requireNonNull(workers, "workers");
    Objects.requireNonNull(progress, "progress");
  }

  /** A context without progress reports. */
  public static FitContext of(long seed, Workers workers) {
    return new FitContext(seed, workers, Progress.NONE);
  }
}
