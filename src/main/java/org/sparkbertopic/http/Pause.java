package org.sparkbertopic.http;

import java.time.Duration;

/** Waits between two attempts; tests look at the durations instead of spending them. */
@FunctionalInterface
public interface Pause {

  /** The clock's. */
  Pause REAL = duration -> Thread.sleep(duration.toMillis());

  void await(Duration duration) throws InterruptedException;
}
