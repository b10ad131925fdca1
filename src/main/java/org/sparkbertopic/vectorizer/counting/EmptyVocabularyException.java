package org.sparkbertopic.vectorizer.counting;

/** The texts have no term that may be counted: the message says why, and what to change. */
public final class EmptyVocabularyException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public EmptyVocabularyException(String message) {
    super(message);
  }
}
