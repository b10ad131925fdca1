package org.sparkbertopic.job.console;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets a command end by itself at the first signal. Without it, and at the second signal, the
 * process ends at once.
 */
public final class EndSignal implements AutoCloseable {

  private static final AtomicReference<EndSignal> HANDLED = new AtomicReference<>();

  /** Programs such as timeout signal both the process and its group. */
  private static final long ONE_SIGNAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final String message;
  private final Runnable end;
  private Optional<Long> signalled = Optional.empty();

  private EndSignal(String message, Runnable end) {
    this.message = message;
    this.end = end;
  }

  /**
   * Until it is closed, a signal prints the message and runs the action, which must not wait.
   *
   * @param message what happens now
   */
  public static EndSignal handled(String message, Runnable end) {
    EndSignal signal = new EndSignal(message, end);
    HANDLED.set(signal);
    return signal;
  }

  /** Whether the command takes this signal, so that the process goes on. */
  public static boolean isTaken() {
    EndSignal present = HANDLED.get();
    return present != null && present.take();
  }

  private synchronized boolean take() {
    long now = System.nanoTime();
    if (signalled.isPresent()) {
      return now - signalled.get() < ONE_SIGNAL_NANOS;
    }
    signalled = Optional.of(now);
    System.err.println("spark-bertopic: " + message);
    end.run();
    return true;
  }

  @Override
  public void close() {
    HANDLED.compareAndSet(this, null);
  }
}
