package org.sparkbertopic.http;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A server answered, but not with what was asked for; a later attempt may succeed. */
public final class TransientException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Optional<Duration> retryAfter;

  /** An answer that is not of its format. */
  public TransientException(String message) {
    super(message);
    this.status = 0;
    this.retryAfter = Optional.empty();
  }

  TransientException(String message, int status, HttpHeaders headers) {
    super(message);
    this.status = status;
    this.retryAfter = Backoff.retryAfter(headers, Instant.now());
  }

  /** Of the answer; 0 if it was a success by its status. */
  int status() {
    return status;
  }

  /** How long the server asks to wait. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
