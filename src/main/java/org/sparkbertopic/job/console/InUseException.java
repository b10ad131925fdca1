package org.sparkbertopic.job.console;

import java.util.Locale;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * Another process writes to the folder. Nothing needs to be changed: the same command succeeds once
 * that process has ended, so that the exit status is {@link ExitStatus#FAILED} and schedulers try
 * again.
 */
public final class InUseException extends UnusableInputException {

  private static final long serialVersionUID = 1L;

  private InUseException(String message) {
    super(message);
  }

  /** With a message in the root locale. */
  public static InUseException of(String format, Object... values) {
    return new InUseException(String.format(Locale.ROOT, format, values));
  }
}
