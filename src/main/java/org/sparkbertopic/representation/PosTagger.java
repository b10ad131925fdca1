package org.sparkbertopic.representation;

import java.io.Serializable;
import java.util.List;

/** Tells the part of speech of every word. An implementation is a record of configuration. */
public interface PosTagger extends Serializable {

  /**
   * A sentence in tokens.
   *
   * @param tokens as they stand in the text
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

  /** The sentences of a text. Safe for use by many threads. */
  List<Sentence> tag(String text);

  /**
   * Fails if the tagger lacks something, before there is work to lose.
   *
   * @throws IllegalArgumentException if files of its models are missing or damaged
   */
  default void checkReady() {}
}
