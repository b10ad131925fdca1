package org.sparkbertopic.vectorizer.language;

import java.util.function.Function;

/**
 * Splits texts into words. Not thread-safe: each task has its own. All tokenizers of a JVM share
 * large immutable parts, such as dictionaries.
 *
 * <p>The same text must always give the same words, because every task, the fit, later documents
 * and the words of a user (stop words, seed words) are compared with each other.
 */
public interface Tokenizer {

  /** Passes every word of the text to the sink, in order, and reports removed stop words. */
  void tokenize(String text, TermSink words);

  /** Whether the tokenizer removes stop words itself, because it must do so before stemming. */
  default boolean leavesOutStopWords() {
    return false;
  }

  /**
   * A tokenizer of a function from a text to its words. Empty words are ignored.
   *
   * @throws NullPointerException from {@link #tokenize} if the function returns null or a null word
   */
  static Tokenizer of(Function<String, ? extends Iterable<String>> words) {
    return (text, sink) -> {
      for (String word : words.apply(text)) {
        if (!word.isEmpty()) {
          char[] chars = word.toCharArray();
          sink.accept(chars, 0, chars.length);
        }
      }
    };
  }
}
