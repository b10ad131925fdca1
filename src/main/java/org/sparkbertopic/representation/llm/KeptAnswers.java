package org.sparkbertopic.representation.llm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers of this run and of earlier ones: written to one folder, read from several. */
final class KeptAnswers {

  private final Optional<AnswerStore> own;
  private final List<AnswerStore> earlier;
  private Optional<String> unreadable = Optional.empty();

  /**
   * @param own folder for new answers; empty: they are not kept
   * @param earlier folders to read after it, in this order
   */
  KeptAnswers(Optional<AnswerStore> own, List<AnswerStore> earlier) {
    this.own = own;
    this.earlier = new ArrayList<>(earlier);
  }

  /**
   * Returns the stored answer to a question.
   *
   * @throws IOException if the own folder, which may have the answer, cannot be read
   */
  Optional<Answer> find(String key) throws IOException {
    Optional<Answer> found = own.isPresent() ? own.get().find(key) : Optional.empty();
    for (int i = 0; found.isEmpty() && i < earlier.size(); i++) {
      try {
        found = earlier.get(i).find(key);
      } catch (IOException e) {
        // The folder may belong to someone else; without it, the question is only paid for again.
        unreadable = Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return found;
  }

  /** Why the folders of earlier runs could not be read. */
  Optional<String> unreadable() {
    return unreadable;
  }

  /** Stores an answer, if answers are kept. */
  void keep(String key, String model, Answer answer) throws IOException {
    if (own.isPresent()) {
      own.get().keep(key, model, answer);
    }
  }
}
