package org.sparkbertopic.stage.table;

import java.util.Locale;

/**
 * The input cannot be used, and the program is not at fault. The message says what is wrong, where,
 * and what to do.
 */
public class UnusableInputException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public UnusableInputException(String message) {
    super(message);
  }

  public UnusableInputException(String message, Throwable cause) {
    super(message, cause);
  }

  /** With a message in the root locale. */
  public static UnusableInputException of(String format, Object... values) {
    return new UnusableInputException(String.format(Locale.ROOT, format, values));
  }

  /** As {@link #of(String, Object...)}, with a cause. */
  public static UnusableInputException of(Throwable cause, String format, Object... values) {
    return new UnusableInputException(String.format(Locale.ROOT, format, values), cause);
  }
}
