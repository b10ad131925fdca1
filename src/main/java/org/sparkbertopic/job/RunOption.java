package org.sparkbertopic.job;

import java.io.PrintStream;
import picocli.CommandLine.Option;

/** The finished run that a command works on. */
final class RunOption {

  @Option(
      names = "--run",
      paramLabel = "DIR",
      required = true,
      description = "folder of a finished run: the output.path of a fit, or of an operation on one")
  private String run;

  /** Where commands print. */
  static PrintStream out() {
    return Terminal.out();
  }

  /** Without a Spark session. */
  FinishedRun open() {
    return FinishedRun.open(run);
  }

  /** A transform's run too; without a Spark session. */
  FinishedRun openAssigned() {
    return FinishedRun.openAssigned(run);
  }
}
