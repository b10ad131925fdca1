package org.sparkbertopic.stage.table;

/**
 * The input cannot be worked on, through no fault of the program: the message says what is wrong,
 * where, and what to do.
 */
public final class UnusableInputException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public UnusableInputException(String message) {
    super(message);
  }

  public UnusableInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
