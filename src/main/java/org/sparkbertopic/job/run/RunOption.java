package org.sparkbertopic.job.run;

import java.io.PrintStream;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.console.Terminal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The finished run that a command reads. */
public final class RunOption {

  @Option(
      names = "--run",
      paramLabel = "DIR",
      required = true,
      description = "folder of a finished run: the output.path of a fit, or of an operation on one")
  private String run;

  @Mixin private AllowOptions allowed = new AllowOptions();

  /** Where commands print. */
  public static PrintStream out() {
    return Terminal.out();
  }

  /** The permissions of the run's model. */
  public AllowOptions allowed() {
    return allowed;
  }

  /** Opens the run without a Spark session. */
  public FinishedRun open() {
    return FinishedRun.open(run).allowing(allowed, run);
  }

  /** As above, and also opens a transform's run. */
  public FinishedRun openAssigned() {
    return FinishedRun.openAssigned(run).allowing(allowed, run);
  }
}
