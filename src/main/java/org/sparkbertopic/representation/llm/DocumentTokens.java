package org.sparkbertopic.representation.llm;

import java.util.List;
import java.util.function.Function;

/** In what the length of a document in a prompt is counted: BERTopic's {@code tokenizer}. */
public enum DocumentTokens {
  /** Characters. */
  CHAR {
    @Override
    String first(int length, String text, Function<String, List<String>> words) {
      boolean inPair = Character.isHighSurrogate(text.charAt(length - 1));
      return text.substring(0, length - (inPair ? 1 : 0));
    }

    @Override
    int count(String text, Function<String, List<String>> words) {
      return text.length();
    }
  },

  /** Words between blanks. */
  WHITESPACE {
    @Override
    String first(int length, String text, Function<String, List<String>> words) {
      return String.join(" ", List.of(text.split(" ", -1)).subList(0, length));
    }

    @Override
    int count(String text, Function<String, List<String>> words) {
      return text.split(" ", -1).length;
    }
  },

  /** Words of the vectorizer, with its stop words; what is between them is left out. */
  VECTORIZER {
    @Override
    String first(int length, String text, Function<String, List<String>> words) {
      return String.join(" ", words.apply(text).subList(0, length));
    }

    @Override
    int count(String text, Function<String, List<String>> words) {
      return words.apply(text).size();
    }
  };

  /**
   * @param text with more tokens than the length
   */
  abstract String first(int length, String text, Function<String, List<String>> words);

  abstract int count(String text, Function<String, List<String>> words);
}
