package org.sparkbertopic.http;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * The target of requests.
 *
 * @param task for messages
 * @param address the API's, without secrets
 * @param headers further headers of every request, without secrets
 * @param timeoutSeconds for a request's whole response
 */
public record ApiTarget(
    ApiTask task,
    URI address,
    ApiKey key,
    Map<String, String> headers,
    int timeoutSeconds,
    Backoff backoff) {

  public ApiTarget {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(key, "key");
    headers = Map.copyOf(headers);
    Objects.requireNonNull(backoff, "backoff");
  }

  /** Without further headers. */
  public ApiTarget(ApiTask task, URI address, ApiKey key, int timeoutSeconds, Backoff backoff) {
    this(task, address, key, Map.of(), timeoutSeconds, backoff);
  }
}
