package org.sparkbertopic.job;

/** Runs a command in this JVM, for what runs many of them and outlives each. */
public final class CommandLineCall {

  private CommandLineCall() {}

  /** The exit status that {@code jobs/spark-bertopic} would end with. */
  public static int run(String... arguments) {
    return Main.run(arguments);
  }
}
