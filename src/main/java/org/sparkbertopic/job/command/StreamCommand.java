package org.sparkbertopic.job.command;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.Sessions;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.console.Terminal;
import org.sparkbertopic.job.stream.StreamJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic stream}: assigns documents to the topics of a model as they come. */
@Command(
    name = "stream",
    description = "Assigns documents to the topics of a fitted model as they come.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "A signal ends it after the batch under way. The same command goes on where it ended.",
      "Every key with its default: spark-bertopic stream --keys"
    })
public final class StreamCommand implements Callable<Integer> {

  @Mixin private TableOptions options = new TableOptions();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "sets model.path: the model folder of a run")
  private String model;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description = "sets stream.checkpoint: a folder that keeps how far the stream has come")
  private String checkpoint;

  @Option(
      names = "--trigger",
      paramLabel = "TIME",
      description = "sets stream.trigger: \"1 minute\", or available-now")
  private String trigger;

  @Mixin private AllowOptions allowed = new AllowOptions();

  @Override
  public Integer call() {
    PrintStream out = Terminal.out();
    if (options.keys()) {
      out.print(JobConfig.documentation("stream"));
      return ExitStatus.DONE;
    }
    Map<String, String> given = new HashMap<>();
    given.put("model.path", model);
    given.put("stream.checkpoint", checkpoint);
    given.put("stream.trigger", trigger);
    JobConfig config = options.load("stream", given);
    config.required("model.path", "name the model folder of a run, such as OUTPUT/model");
    config.required("output.path", "name a folder for the results");
    StreamJob.check(config);
    Sessions.run(
        "spark-bertopic stream",
        spark -> new StreamJob(spark, config, allowed, new Console(out)).run());
    return ExitStatus.DONE;
  }
}
