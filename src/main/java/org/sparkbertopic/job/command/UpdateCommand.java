package org.sparkbertopic.job.command;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.Console;
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
public final class UpdateCommand extends ModelCommand {

  @Mixin private RunOptions run = new RunOptions();

  @Option(
      names = "--chunk",
      paramLabel = "NAME",
      description = "sets chunk.name, such as the day of the documents")
  private String chunk;

  @Override
  Map<String, String> settings() {
    Map<String, String> settings = super.settings();
    settings.put("chunk.name", chunk);
    return settings;
  }

  @Override
  Consumer<SparkSession> prepare(JobConfig config, AllowOptions permissions, Console console) {
    run.check(config);
    return spark -> new UpdateJob(spark, config, permissions, run.overwrite(), console).run();
  }
}
