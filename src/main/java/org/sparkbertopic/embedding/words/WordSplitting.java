package org.sparkbertopic.embedding.words;

/** Where a text is cut into words. */
public enum WordSplitting {
  /**
   * At white space only: what stands between blanks is a word, punctuation included. For text that
   * is tokenized already, and for what BERTopic does with Gensim's vectors ({@code doc.split()}).
   */
  WHITESPACE,

  /**
   * Runs of letters, marks and digits of any script. An apostrophe, hyphen, full stop, ampersand or
   * underscore between two of them belongs to the word, as do a comma between digits and the last
   * full stop of an abbreviation such as "U.S."; if no file knows such a word, its parts are looked
   * up instead: "America's" as "America" and "'s", "don't" as "do" and "n't" (the Penn Treebank's
   * way, which GloVe was trained on), others between the marks. Punctuation is left out.
   */
  WORDS,

  /**
   * As {@link #WORDS}, and every other character that is not white space is a word too, equal ones
   * in a row together: close to the tokens that Flair pools.
   */
  WORDS_AND_PUNCTUATION
}
