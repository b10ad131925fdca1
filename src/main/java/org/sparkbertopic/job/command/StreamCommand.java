package org.sparkbertopic.job.command;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.stream.StreamJob;
import picocli.CommandLine.Command;
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
public final class StreamCommand extends ModelCommand {

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

  @Option(
      names = "--update-every",
      paramLabel = "BATCHES",
      description =
          "sets stream.update-every: adds the documents of so many batches to the model at a time")
  private String updateEvery;

  @Override
  Map<String, String> settings() {
    Map<String, String> settings = super.settings();
    settings.put("stream.checkpoint", checkpoint);
    settings.put("stream.trigger", trigger);
    settings.put("stream.update-every", updateEvery);
    return settings;
  }

  @Override
  Consumer<SparkSession> prepare(JobConfig config, AllowOptions permissions, Console console) {
    StreamJob.check(config);
    return spark -> new StreamJob(spark, config, permissions, console).run();
  }
}
