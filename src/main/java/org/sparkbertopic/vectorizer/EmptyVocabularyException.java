package org.sparkbertopic.vectorizer;

/** No term of the texts may be counted. The message says why, and what to change. */
public final class EmptyVocabularyException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public EmptyVocabularyException(String message) {
    super(message);
  }
}
