package org.sparkbertopic.evaluation;

/**
 * Coherence measures of Röder, Both, Hinneburg (Exploring the Space of Topic Coherence Measures,
 * 2015), with the window sizes that they and gensim use.
 */
public enum CoherenceMeasure {

  /**
   * Mean of the normalised pointwise mutual information of all pairs of a topic's words, from -1
   * (never together) through 0 (independent) to 1 (always together); gensim's {@code c_npmi}.
   */
  NPMI(10),

  /**
   * Mean cosine between each word's vector of NPMI with the topic's words and the sum of these
   * vectors, from 0 to 1; gensim's {@code c_v}. It correlates best with human ratings, but also
   * rewards words that are equally rare.
   */
  C_V(110);

  private final int windowSize;

  CoherenceMeasure(int windowSize) {
    this.windowSize = windowSize;
  }

  /** Words in the sliding window. */
  public int windowSize() {
    return windowSize;
  }
}
