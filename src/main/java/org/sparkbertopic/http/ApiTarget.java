package org.sparkbertopic.http;

import java.net.URI;
import java.util.Objects;

/**
 * The target of requests.
 *
 * @param task for messages
 * @param address the API's, without secrets
 * @param timeoutSeconds for a request's whole response
 */
public record ApiTarget(
    ApiTask task, URI address, ApiKey key, int timeoutSeconds, Backoff backoff) {

  public ApiTarget {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(backoff, "backoff");
  }
}
