package org.sparkbertopic.compute;

import java.util.Objects;

/**
 * What a fit needs beside its data: where its randomness comes from, who computes, who is told.
 *
 * @param seed the only source of randomness; equal seeds give equal results on any number of
 *     threads
 * @param workers the threads to compute on
 * @param progress told of the steps
 */
public record FitContext(long seed, Workers workers, Progress progress) {

  public FitContext {
    Objects.requireNonNull(workers, "workers");
    Objects.requireNonNull(progress, "progress");
  }

  /** A context that reports to nobody. */
  public static FitContext of(long seed, Workers workers) {
    return new FitContext(seed, workers, Progress.NONE);
  }
}
