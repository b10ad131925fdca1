package org.sparkbertopic.evaluation;

/**
 * Measures of coherence, of those that Röder, Both, Hinneburg compare (Exploring the Space of Topic
 * Coherence Measures, 2015), with the windows that they and gensim take.
 */
public enum CoherenceMeasure {

  /**
   * Mean of the normalised pointwise mutual information of all pairs of a topic's words, from -1
   * (never together) over 0 (as often as by chance) to 1 (never apart); gensim's {@code c_npmi}.
   */
  NPMI(10),

  /**
   * Mean cosine between the vector of a word's NPMI with the topic's words and the sum of these
   * vectors over the topic's words, from 0 to 1; gensim's {@code c_v}. Of all measures the one
   * nearest to what people say, but it also rewards words that are rare alike.
   */
  C_V(110);

  private final int windowSize;

  CoherenceMeasure(int windowSize) {
    this.windowSize = windowSize;
  }

  /** Words in a window that slides over the texts. */
  public int windowSize() {
    return windowSize;
  }
}
