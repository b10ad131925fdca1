package org.sparkbertopic.representation.llm;

import java.util.Objects;

/**
 * The answer of the model.
 *
 * @param text text as received; empty if there is none
 * @param tokens tokens of question and answer, as reported by the server; 0 if it does not report
 *     them
 * @param ending how the answer ended
 */
record Answer(String text, long tokens, Ending ending) {

  /** Why an answer ended, by the server's {@code finish_reason} and {@code refusal}. */
  enum Ending {
    /** The model finished; also if the server gives no reason. */
    DONE,
    /** The token limit cut the answer. */
    CUT,
    /** The server's content filter removed the answer. */
    FILTERED,
    /** The model refused, and the server reports it. */
    REFUSED,
    /** The model wants to call a function, but there are none. */
    CALLED
  }

  Answer {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(ending, "ending");
  }

  /** A complete answer. */
  static Answer of(String text) {
    return new Answer(text, 0, Ending.DONE);
  }
}
