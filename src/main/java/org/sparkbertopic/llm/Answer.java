package org.sparkbertopic.llm;

import java.util.Objects;

/**
 * What the model said.
 *
 * @param text as it came; empty where it said nothing
 * @param tokens of question and answer, as the server tells; 0 where it does not
 */
record Answer(String text, long tokens) {

  Answer {
    Objects.requireNonNull(text, "text");
  }
}
