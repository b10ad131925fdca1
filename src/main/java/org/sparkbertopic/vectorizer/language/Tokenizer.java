package org.sparkbertopic.vectorizer.language;

/**
 * Splits texts into words. Not thread-safe: each task has its own. All tokenizers of a JVM share
 * large immutable parts, such as dictionaries.
 */
public interface Tokenizer {

  /** Passes every word of the text to the sink, in order, and reports removed stop words. */
  void tokenize(String text, TermSink words);

  /** Whether the tokenizer removes stop words itself, because it must do so before stemming. */
  default boolean leavesOutStopWords() {
    return false;
  }
}
