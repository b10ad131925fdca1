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
import org.sparkbertopic.job.fit.UpdateJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic update}: adds a chunk of documents to a model. */
@Command(
    name = "update",
    description = "Adds documents to a fitted model: counts, words, new topics.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Every key with its default: spark-bertopic update --keys"})
public final class UpdateCommand implements Callable<Integer> {

  @Mixin private JobOptions options = new JobOptions();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "sets model.path: the model folder of a run")
  private String model;

  @Option(
      names = "--chunk",
      paramLabel = "NAME",
      description = "sets chunk.name, such as the day of the documents")
  private String chunk;

  @Mixin private AllowOptions allowed = new AllowOptions();

  @Override
  public Integer call() {
    PrintStream out = Terminal.out();
    if (options.keys()) {
      out.print(JobConfig.documentation("update"));
      return ExitStatus.DONE;
    }
    Map<String, String> given = new HashMap<>();
    given.put("model.path", model);
    given.put("chunk.name", chunk);
    JobConfig config = options.load("update", given);
    config.required("model.path", "name the model folder of a run, such as OUTPUT/model");
    Sessions.run(
        "spark-bertopic update",
        spark ->
            new UpdateJob(spark, config, allowed, options.overwrite(), new Console(out)).run());
    return ExitStatus.DONE;
  }
}
