package org.sparkbertopic.compute;

/** Receives the progress of a long computation; may be called from any thread. */
@FunctionalInterface
public interface Progress {

  /** Ignores every report. */
  Progress NONE = (step, fraction) -> {};

  /**
   * @param step name of the step, in a few words ("nearest neighbours")
   * @param fraction completed share of the step, in [0, 1]
   */
  void report(String step, double fraction);
}
