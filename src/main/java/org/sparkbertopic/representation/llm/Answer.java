package org.sparkbertopic.representation.llm;

import java.util.Objects;

/**
 * What the model said.
 *
 * @param text as it came; empty where it said nothing
 * @param tokens of question and answer, as the server tells; 0 where it does not
 * @param ending how the answer ended
 */
record Answer(String text, long tokens, Ending ending) {

  /** What the server tells of an answer's end ({@code finish_reason} and {@code refusal}). */
  enum Ending {
    /** The model was done; also where the server does not tell. */
    DONE,
    /** The limit of tokens cut the answer. */
    CUT,
    /** The server's filter of contents took the answer. */
    FILTERED,
    /** The model refused, and the server knows it. */
    REFUSED,
    /** The model wants to call a function: there are none. */
    CALLED
  }

  Answer {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(ending, "ending");
  }

  /** A whole answer. */
  static Answer of(String text) {
    return new Answer(text, 0, Ending.DONE);
  }
}
