package org.sparkbertopic.topics.history;

/** What the popularity of a topic says of it, see {@link TopicTrends}. */
public enum Signal {
  /** Hardly anything, or fading. */
  NOISE,
  /** Little, but rising: what may become a trend. */
  WEAK,
  /** A trend. */
  STRONG
}
