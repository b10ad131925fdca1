package org.sparkbertopic.embedding.http;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;

/**
 * How much is asked of a server. Changes speed and cost, not vectors.
 *
 * @param textsPerRequest most texts of a request
 * @param charactersPerRequest most UTF-16 units of all texts of a request, about four to a token of
 *     English; a longer text goes alone
 * @param requestsAtOnce most requests under way in a JVM, all tasks together
 * @param timeoutSeconds for a request's whole answer
 */
@RecordBuilder
public record RequestLimits(
    int textsPerRequest, int charactersPerRequest, int requestsAtOnce, int timeoutSeconds)
    implements Serializable, RequestLimitsBuilder.With {

  /** Cohere's most; OpenAI takes 2,048. */
  public static final int DEFAULT_TEXTS_PER_REQUEST = 96;

  /** About 50,000 tokens of English; OpenAI takes 300,000 tokens. */
  public static final int DEFAULT_CHARACTERS_PER_REQUEST = 200_000;

  public static final int DEFAULT_REQUESTS_AT_ONCE = 4;

  public static final int DEFAULT_TIMEOUT_SECONDS = 60;

  private static final long serialVersionUID = 1L;

  public RequestLimits {
    require(textsPerRequest, "textsPerRequest", DEFAULT_TEXTS_PER_REQUEST);
    require(charactersPerRequest, "charactersPerRequest", DEFAULT_CHARACTERS_PER_REQUEST);
    require(requestsAtOnce, "requestsAtOnce", DEFAULT_REQUESTS_AT_ONCE);
    require(timeoutSeconds, "timeoutSeconds", DEFAULT_TIMEOUT_SECONDS);
  }

  public static RequestLimits create() {
    return new RequestLimits(
        DEFAULT_TEXTS_PER_REQUEST,
        DEFAULT_CHARACTERS_PER_REQUEST,
        DEFAULT_REQUESTS_AT_ONCE,
        DEFAULT_TIMEOUT_SECONDS);
  }

  private static void require(int value, String parameter, int usual) {
    if (value < 1) {
      throw new IllegalArgumentException(
          parameter + " must be positive, got " + value + "; leave it at " + usual);
    }
  }
}
