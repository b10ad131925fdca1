package org.sparkbertopic.vectorizer.language;

import org.sparkbertopic.vectorizer.TermAnalyzer;

/** Receives the terms of a text, one by one, in the order of their last words. */
@FunctionalInterface
public interface TermSink {

  /**
   * One occurrence of a term: {@code chars[from]} to {@code chars[to - 1]}. The caller owns the
   * array and changes it after the call.
   */
  void accept(char[] chars, int from, int to);

  /** {@link TermAnalyzer#analyzeWords} calls this where a stop word is removed from the text. */
  default void leftOut(int stopWords) {}
}
