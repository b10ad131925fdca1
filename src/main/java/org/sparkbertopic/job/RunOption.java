package org.sparkbertopic.job;

import java.io.PrintStream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The finished run that a command works on. */
final class RunOption {

  @Option(
      names = "--run",
      paramLabel = "DIR",
      required = true,
      description = "folder of a finished run: the output.path of a fit, or of an operation on one")
  private String run;

  @Mixin private AllowOptions allowed = new AllowOptions();

  /** Where commands print. */
  static PrintStream out() {
    return Terminal.out();
  }

  /** What the model may reach for. */
  AllowOptions allowed() {
    return allowed;
  }

  /** Without a Spark session. */
  FinishedRun open() {
    return FinishedRun.open(run).allowing(allowed, run);
  }

  /** A transform's run too; without a Spark session. */
  FinishedRun openAssigned() {
    return FinishedRun.openAssigned(run).allowing(allowed, run);
  }
}
