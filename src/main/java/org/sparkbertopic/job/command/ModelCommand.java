package org.sparkbertopic.job.command;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.Console;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that gives documents to a fitted model. */
abstract class ModelCommand extends JobCommand {

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "sets model.path: the model folder of a run, or hf://owner/name")
  private String model;

  @Mixin private AllowOptions allowed = new AllowOptions();

  @Override
  Map<String, String> settings() {
    Map<String, String> settings = super.settings();
    settings.put("model.path", model);
    return settings;
  }

  @Override
  final Consumer<SparkSession> prepare(JobConfig config, Console console) {
    config.required(
        "model.path", "name the model folder of a run, such as OUTPUT/model, or hf://owner/name");
    return prepare(config, allowed, console);
  }

  /**
   * As {@link #prepare(JobConfig, Console)}.
   *
   * @param permissions of the model
   */
  abstract Consumer<SparkSession> prepare(
      JobConfig config, AllowOptions permissions, Console console);
}
