package org.sparkbertopic.embedding.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A failure that may pass, and how long the hub asks to wait. */
final class TransientHubException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Optional<Duration> retryAfter;

  TransientHubException(String message, Optional<Duration> retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
