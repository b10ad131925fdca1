package org.sparkbertopic.embedding.http;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import org.sparkbertopic.compute.Checks;

/**
 * Limits of the requests to a server. They change speed and cost, not vectors.
 *
 * @param textsPerRequest the most texts in a request
 * @param charactersPerRequest the most UTF-16 units of all texts in a request, about four per token
 *     of English; a longer text is sent alone
 * @param requestsAtOnce the most concurrent requests of a JVM, over all its tasks
 * @param timeoutSeconds for a request's whole response
 */
@RecordBuilder
public record RequestLimits(
    int textsPerRequest, int charactersPerRequest, int requestsAtOnce, int timeoutSeconds)
    implements Serializable, RequestLimitsBuilder.With {

  /** Cohere's maximum; OpenAI accepts 2,048. */
  public static final int DEFAULT_TEXTS_PER_REQUEST = 96;

  /** About 50,000 tokens of English; OpenAI accepts 300,000 tokens. */
  public static final int DEFAULT_CHARACTERS_PER_REQUEST = 200_000;

  public static final int DEFAULT_REQUESTS_AT_ONCE = 4;

  public static final int DEFAULT_TIMEOUT_SECONDS = 60;

  private static final long serialVersionUID = 1L;

  public RequestLimits {
    Checks.positive("textsPerRequest", textsPerRequest, DEFAULT_TEXTS_PER_REQUEST);
    Checks.positive("charactersPerRequest", charactersPerRequest, DEFAULT_CHARACTERS_PER_REQUEST);
    Checks.positive("requestsAtOnce", requestsAtOnce, DEFAULT_REQUESTS_AT_ONCE);
    Checks.positive("timeoutSeconds", timeoutSeconds, DEFAULT_TIMEOUT_SECONDS);
  }

  public static RequestLimits create() {
    return new RequestLimits(
        DEFAULT_TEXTS_PER_REQUEST,
        DEFAULT_CHARACTERS_PER_REQUEST,
        DEFAULT_REQUESTS_AT_ONCE,
        DEFAULT_TIMEOUT_SECONDS);
  }
}
