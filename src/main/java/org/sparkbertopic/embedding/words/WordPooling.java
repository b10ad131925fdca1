package org.sparkbertopic.embedding.words;

/** How the vectors of a text's words become the text's vector, coordinate by coordinate. */
public enum WordPooling {
  /** The arithmetic mean: what Gensim's users and spaCy do, and Flair's default. */
  MEAN,
  /** The largest value. */
  MAX,
  /** The smallest value. */
  MIN
}
