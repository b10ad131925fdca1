package org.sparkbertopic.http;

import java.time.Duration;

/** Waits between two attempts; tests record the durations instead of waiting. */
@FunctionalInterface
public interface Pause {

  /** Waits by the clock. */
  Pause REAL = duration -> Thread.sleep(duration.toMillis());

  void await(Duration duration) throws InterruptedException;
}
