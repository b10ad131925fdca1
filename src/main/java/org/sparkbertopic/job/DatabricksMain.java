package org.sparkbertopic.job;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.sparkbertopic.job.console.CommandFailedException;
import org.sparkbertopic.job.console.ExitStatus;

/**
 * The main class where the JVM and the Spark session belong to others, as on Databricks, in a
 * notebook or in Livy: the same commands as {@link Main}, and nothing ends the process. A command
 * that fails throws, with the sentence that it printed, so that the platform shows it as the
 * reason.
 */
public final class DatabricksMain {

  private DatabricksMain() {}

  /**
   * Runs a command.
   *
   * @param arguments as on the command line: the command and its options
   * @throws CommandFailedException if the command does not end with status 0
   */
  public static void main(String[] arguments) {
    StringWriter told = new StringWriter();
    int status = Main.run(Optional.of(new PrintWriter(told)), arguments);
    String message = told.toString().strip();
    if (!message.isEmpty()) {
      System.err.println(message);
    }
    if (status != ExitStatus.DONE) {
      throw new CommandFailedException(status, message);
    }
  }
}
