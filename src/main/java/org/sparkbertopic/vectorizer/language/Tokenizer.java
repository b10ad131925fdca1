package org.sparkbertopic.vectorizer.language;

/**
 * Cuts texts into words. Not thread-safe: one for each task; what is large and does not change
 * (dictionaries) is shared by all of a JVM.
 */
public interface Tokenizer {

  /** Hands every word of the text to the sink, in order, and tells it of stop words left out. */
  void tokenize(String text, TermSink words);

  /** Whether the stop words are left out already, because they must be before words are stemmed. */
  default boolean leavesOutStopWords() {
    return false;
  }
}
