package org.sparkbertopic.embedding.words;

/** The spellings in which a word of a text is looked up. */
public enum WordForms {
  /** The original spelling. */
  EXACT,

  /** Lower case only; cased entries of a file are never used. */
  LOWER_CASE,

  /**
   * The first known of: the original spelling; lower case; lower case with {@code #} for every
   * digit; lower case with {@code 0} for every digit. This is Flair's order. It suits cased files
   * (word2vec's GoogleNews, which writes digits as #) and lower-case files (GloVe 6B) alike.
   */
  CASCADE
}
