package org.sparkbertopic.embedding.words;

/** In which spelling a word of a text is looked up. */
public enum WordForms {
  /** As it stands. */
  EXACT,

  /** In lower case only: the cased entries of a file are never used. */
  LOWER_CASE,

  /**
   * As it stands, then in lower case, then in lower case with {@code #} for every digit, then with
   * {@code 0}: the first that the file knows. Flair's order. It fits cased files (word2vec's
   * GoogleNews, which writes digits as #), and lower-case ones (GloVe 6B) alike.
   */
  CASCADE
}
