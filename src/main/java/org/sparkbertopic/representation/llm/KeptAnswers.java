package org.sparkbertopic.representation.llm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers of this run and of those before it: written to one folder, looked for in several. */
final class KeptAnswers {

  private final Optional<AnswerStore> own;
  private final List<AnswerStore> earlier;
  private Optional<String> unreadable = Optional.empty();

  /**
   * @param own where new answers go; empty: they are not kept
   * @param earlier looked into after it, in this order
   */
  KeptAnswers(Optional<AnswerStore> own, List<AnswerStore> earlier) {
    this.own = own;
    this.earlier = new ArrayList<>(earlier);
  }

  /**
   * The answer to a question.
   *
   * @throws IOException if the own folder, which may have it, cannot be read
   */
  Optional<Answer> find(String key) throws IOException {
    Optional<Answer> found = own.isPresent() ? own.get().find(key) : Optional.empty();
    for (int i = 0; found.isEmpty() && i < earlier.size(); i++) {
      try {
        found = earlier.get(i).find(key);
      } catch (IOException e) {
        // Somebody else's, maybe; without it the question costs once more.
        unreadable = Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return found;
  }

  /** Why an answer could not be looked for in the folders of earlier runs. */
  Optional<String> unreadable() {
    return unreadable;
  }

  /** Keeps an answer, where answers are kept. */
  void keep(String key, String model, Answer answer) throws IOException {
    if (own.isPresent()) {
      own.get().keep(key, model, answer);
    }
  }
}
