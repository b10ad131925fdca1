package org.sparkbertopic.embedding.words;

/** How a text is split into words. */
public enum WordSplitting {
  /**
   * Splits only at white space, so words include punctuation. For text that is already tokenized,
   * and to match BERTopic with Gensim's vectors ({@code doc.split()}).
   */
  WHITESPACE,

  /**
   * Runs of letters, marks and digits of any script. An apostrophe, hyphen, full stop, ampersand or
   * underscore between two such characters belongs to the word, and so does a comma between digits,
   * or the last full stop of an abbreviation such as "U.S.". If no file contains such a word, its
   * parts are looked up instead: "America's" as "America" and "'s", "don't" as "do" and "n't" (the
   * Penn Treebank's convention, which GloVe was trained on), and others split at the marks.
   * Punctuation is left out.
   */
  WORDS,

  /**
   * As {@link #WORDS}, and every other character except white space is also a word; equal
   * characters in a row form one word. This is close to the tokens that Flair pools.
   */
  WORDS_AND_PUNCTUATION
}
