package org.sparkbertopic.job.command;

import java.io.PrintStream;
import java.util.Collections;
import java.util.concurrent.Callable;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.Sessions;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.console.Terminal;
import org.sparkbertopic.job.fit.TransformJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic transform}: assigns new documents to the topics of a fitted model. */
@Command(
    name = "transform",
    description = "Assigns documents to the topics of a fitted model.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Every key with its default: spark-bertopic transform --keys"})
public final class TransformCommand implements Callable<Integer> {

  @Mixin private JobOptions options = new JobOptions();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "sets model.path: the model folder of a run")
  private String model;

  @Mixin private AllowOptions allowed = new AllowOptions();

  @Override
  public Integer call() {
    PrintStream out = Terminal.out();
    if (options.keys()) {
      out.print(JobConfig.documentation("transform"));
      return ExitStatus.DONE;
    }
    JobConfig config = options.load("transform", Collections.singletonMap("model.path", model));
    config.required("model.path", "name the model folder of a run, such as OUTPUT/model");
    Sessions.run(
        "spark-bertopic transform",
        spark ->
            new TransformJob(spark, config, allowed, options.overwrite(), new Console(out)).run());
    return ExitStatus.DONE;
  }
}
