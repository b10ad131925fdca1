package org.sparkbertopic.vectorizer.language;

/** What n-grams are made of: scikit-learn's {@code analyzer}. */
public enum NgramUnit {
  /** Words; an n-gram is joined by blanks. */
  WORD,

  /** Characters of the whole text. Several blanks or line ends in a row count as one blank. */
  CHAR,

  /**
   * Characters within the words between blanks. Each word is padded by a blank on both sides, and a
   * word that is shorter than an n-gram counts once as a whole.
   */
  CHAR_WB
}
