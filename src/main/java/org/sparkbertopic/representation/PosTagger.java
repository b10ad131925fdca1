package org.sparkbertopic.representation;

import java.io.Serializable;
import java.util.List;

/** Tags words with their parts of speech. An implementation is a record of configuration. */
public interface PosTagger extends Serializable {

  /**
   * A tokenized sentence.
   *
   * @param tokens tokens as written in the text
   * @param tags {@code [tokens]}, universal parts of speech: {@code NOUN}, {@code ADJ}, {@code
   *     VERB}, {@code PROPN}, ...
   */
  record Sentence(List<String> tokens, List<String> tags) {

    public Sentence {
      tokens = List.copyOf(tokens);
      tags = List.copyOf(tags);
      if (tokens.size() != tags.size()) {
        throw new IllegalArgumentException(
            "tags must be one for each of the " + tokens.size() + " tokens, got " + tags.size());
      }
    }
  }

  /** Tags the sentences of a text. Thread-safe. */
  List<Sentence> tag(String text);

  /**
   * Fails early if the tagger lacks something.
   *
   * @throws IllegalArgumentException if files of its models are missing or damaged
   */
  default void checkReady() {}
}
