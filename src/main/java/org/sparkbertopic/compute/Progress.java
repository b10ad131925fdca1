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

  /**
   * Tells of a step whose parts are counted.
   *
   * @param done parts that are done
   * @param total all parts; negative if unknown
   * @param unit of what is counted, such as {@code documents}
   */
  default void count(String step, long done, long total, String unit) {
    report(step, total > 0 ? (double) done / total : 0);
  }
}
