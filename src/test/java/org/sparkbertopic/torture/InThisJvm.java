package org.sparkbertopic.torture;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sparkbertopic.job.CommandLineCall;

/** Runs commands here and keeps what they print. */
final class InThisJvm {

  private InThisJvm() {}

  static WarmJvm.Outcome run(List<String> arguments) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    int status;
    try (PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      System.setErr(captured);
      status = CommandLineCall.run(arguments.toArray(String[]::new));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return new WarmJvm.Outcome(status, printed.toString(StandardCharsets.UTF_8));
  }
}
