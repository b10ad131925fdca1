package org.sparkbertopic.http;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A server did not respond as requested; a later attempt may succeed. */
public final class TransientException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Optional<Duration> retryAfter;

  /** A response that does not have the expected format. */
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

  /** The status of the response; 0 if the status says success. */
  int status() {
    return status;
  }

  /** How long the server asks to wait. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
