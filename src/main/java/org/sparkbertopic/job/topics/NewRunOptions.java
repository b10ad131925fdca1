package org.sparkbertopic.job.topics;

import java.util.Map;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.Sessions;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.RunOption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The run that a command reads, and the new run that it writes. */
public final class NewRunOptions {

  @Mixin private RunOption run = new RunOption();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "folder for the new run")
  private String output;

  @Option(
      names = "--overwrite",
      description = "replaces the result of an earlier operation; never deletes other files")
  private boolean overwrite;

  /** Opens the run without a Spark session. */
  public FinishedRun open() {
    return run.open();
  }

  /** The permissions of the model. */
  public AllowOptions allowed() {
    return run.allowed();
  }

  /** Folder of the new run. */
  public String output() {
    return output;
  }

  /** Opens Spark and runs an operation; see {@link TopicsJob#run}. */
  public int run(String name, Map<String, Object> parameters, TopicsJob.Operation operation) {
    FinishedRun opened = open();
    Sessions.run(
        "spark-bertopic topics " + name,
        spark ->
            new TopicsJob(spark, opened, output, overwrite, new Console(RunOption.out()))
                .run(name, parameters, operation));
    return ExitStatus.DONE;
  }
}
