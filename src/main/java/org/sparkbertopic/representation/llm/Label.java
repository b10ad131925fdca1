package org.sparkbertopic.representation.llm;

import java.util.Optional;

/**
 * The label of an answer, or the reason why there is none.
 *
 * @param text text of the label; empty if the answer has none
 * @param fault why there is no label; empty if there is one
 */
record Label(Optional<String> text, Optional<Fault> fault) {

  /** Why an answer has no label, and what to do. */
  enum Fault {
    EMPTY("it was empty", "try another model or prompt"),
    THOUGHT(
        "it was a thought without an answer",
        "raise ChatEndpoint.withMaxAnswerTokens, or switch the model's thinking off"),
    CUT("it was cut by the limit of tokens", "raise ChatEndpoint.withMaxAnswerTokens"),
    APOLOGY("it was an apology or a refusal", "change the prompt or the model"),
    FILTERED(
        "the server's content filter held it back",
        "change the prompt, or give these topics names yourself"),
    CALLED("it was the call of a function", "switch the model's functions off"),
    TOO_LONG(
        "it was longer than " + LabelText.MOST_CHARACTERS + " characters, or sentences",
        "change the prompt or the model");

    private final String what;
    private final String remedy;

    Fault(String what, String remedy) {
      this.what = what;
      this.remedy = remedy;
    }

    /** The text of a warning. */
    String told() {
      return "the model's answer was no label: " + what + "; " + remedy;
    }
  }

  static Label of(String text) {
    return new Label(Optional.of(text), Optional.empty());
  }

  static Label none(Fault fault) {
    return new Label(Optional.empty(), Optional.of(fault));
  }
}
