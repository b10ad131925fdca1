package org.sparkbertopic.vectorizer.language;

import org.sparkbertopic.vectorizer.TermAnalyzer;

/** Told of the terms of a text, one by one, in the order of their last words. */
@FunctionalInterface
public interface TermSink {

  /**
   * One occurrence of a term: {@code chars[from]} to {@code chars[to - 1]}. The array belongs to
   * the caller and changes after the call.
   */
  void accept(char[] chars, int from, int to);

  /** Told by {@link TermAnalyzer#analyzeWords} where in the text stop words are left out. */
  default void leftOut(int stopWords) {}
}
