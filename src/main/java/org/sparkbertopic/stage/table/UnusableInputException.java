package org.sparkbertopic.stage.table;

/**
 * The input cannot be used, and the program is not at fault. The message says what is wrong, where,
 * and what to do.
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
