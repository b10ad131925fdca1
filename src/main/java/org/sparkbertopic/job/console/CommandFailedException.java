package org.sparkbertopic.job.console;

/**
 * A command failed in a process that must go on. It has no stack trace, because its place in the
 * code says nothing about the failure; the log has what Spark or a library threw.
 */
public final class CommandFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status the exit status that the command would end a process with
   * @param message what the command printed about the failure
   */
  public CommandFailedException(int status, String message) {
    // Schedulers that see nothing but the message find the status there.
    super(message + " (exit status " + status + ")", null, false, false);
    this.status = status;
  }

  /** 1: failed, a retry can help; 2: change the configuration or the input first. */
  public int status() {
    return status;
  }
}
