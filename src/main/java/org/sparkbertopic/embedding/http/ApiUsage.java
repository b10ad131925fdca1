package org.sparkbertopic.embedding.http;

/**
 * The cost of embedding.
 *
 * @param requests sent, including failed and repeated ones
 * @param texts embedded
 * @param tokens as the server reports; 0 if it does not
 */
public record ApiUsage(long requests, long texts, long tokens) {

  public static final ApiUsage NONE = new ApiUsage(0, 0, 0);

  /** The sum of this and another. */
  public ApiUsage plus(ApiUsage other) {
    return new ApiUsage(requests + other.requests, texts + other.texts, tokens + other.tokens);
  }
}
