package org.sparkbertopic.job.console;

/** The exit status of a command. */
public final class ExitStatus {

  /** Done. */
  public static final int DONE = 0;

  /** Failed for a reason that is not the user's. */
  public static final int FAILED = 1;

  /** The configuration or the input cannot be used. */
  public static final int UNUSABLE = 2;

  private ExitStatus() {}
}
