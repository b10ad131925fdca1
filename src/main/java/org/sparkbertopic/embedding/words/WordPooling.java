package org.sparkbertopic.embedding.words;

/** How the vectors of words are combined into the vector of a text, coordinate by coordinate. */
public enum WordPooling {
  /** The arithmetic mean, as in spaCy, as usual with Gensim, and the default in Flair. */
  MEAN,
  /** The maximum. */
  MAX,
  /** The minimum. */
  MIN
}
