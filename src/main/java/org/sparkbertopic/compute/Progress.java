package org.sparkbertopic.compute;

/** Told how far a long computation has come; may be called from any thread. */
@FunctionalInterface
public interface Progress {

  /** Ignores every report. */
  Progress NONE = (step, fraction) -> {};

  /**
   * @param step what is being done, in a few words ("nearest neighbours")
   * @param fraction how much of the step is done, in [0, 1]
   */
  void report(String step, double fraction);
}
