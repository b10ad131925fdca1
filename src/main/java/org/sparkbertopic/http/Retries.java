package org.sparkbertopic.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Repeats an action that failed and may succeed later, with the waits of {@link Backoff} in
 * between.
 */
public record Retries(Backoff backoff, Pause pause) {

  /** The action to repeat. */
  @FunctionalInterface
  public interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }

  /** With real waits and the default backoff. */
  public static Retries create() {
    return new Retries(Backoff.create(), Pause.REAL);
  }

  /** With only one attempt. */
  public Retries once() {
    return new Retries(backoff.withAttempts(1), pause);
  }

  /**
   * Tries until it succeeds.
   *
   * @param request a hash of the request, which spreads the waits
   * @throws RefusedException if no later attempt can succeed
   * @throws IOException of the last attempt
   */
  public <T> T run(long request, Attempt<T> attempt) throws IOException, InterruptedException {
    for (int failed = 1; ; failed++) {
      try {
        return attempt.run();
      } catch (IOException e) {
        if (!waitAfter(failed, request, e)) {
          throw e;
        }
      }
    }
  }

  /** Waits before the next attempt; returns false immediately if there is none. */
  boolean waitAfter(int failed, long request, IOException failure) throws InterruptedException {
    Optional<Duration> wait = backoff.waitAfter(failed, request, asked(failure));
    if (wait.isPresent()) {
      pause.await(wait.get());
    }
    return wait.isPresent();
  }

  /** The wait that the server asks for. */
  static Optional<Duration> asked(IOException failure) {
    return failure instanceof TransientException passing ? passing.retryAfter() : Optional.empty();
  }
}
