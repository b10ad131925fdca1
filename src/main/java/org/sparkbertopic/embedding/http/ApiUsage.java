package org.sparkbertopic.embedding.http;

/**
 * What embedding has cost.
 *
 * @param requests answered or not, repeated ones included
 * @param texts embedded
 * @param tokens as the server tells; 0 where it does not
 */
public record ApiUsage(long requests, long texts, long tokens) {

  public static final ApiUsage NONE = new ApiUsage(0, 0, 0);

  /** The sum of both. */
  public ApiUsage plus(ApiUsage other) {
    return new ApiUsage(requests + other.requests, texts + other.texts, tokens + other.tokens);
  }
}
