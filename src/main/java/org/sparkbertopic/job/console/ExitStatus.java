package org.sparkbertopic.job.console;

/** The exit status of a command. */
public final class ExitStatus {

  /** Success. */
  public static final int DONE = 0;

  /** Failure that the user did not cause, or a folder that another command writes to. */
  public static final int FAILED = 1;

  /** Unusable configuration or input. */
  public static final int UNUSABLE = 2;

  private ExitStatus() {}
}
