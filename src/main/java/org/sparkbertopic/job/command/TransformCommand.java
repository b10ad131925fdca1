package org.sparkbertopic.job.command;

import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.fit.TransformJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spark-bertopic transform}: assigns new documents to the topics of a fitted model. */
@Command(
    name = "transform",
    description = "Assigns documents to the topics of a fitted model.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Every key with its default: spark-bertopic transform --keys"})
public final class TransformCommand extends ModelCommand {

  @Mixin private RunOptions run = new RunOptions();

  @Override
  Consumer<SparkSession> prepare(JobConfig config, AllowOptions permissions, Console console) {
    run.check(config);
    return spark -> new TransformJob(spark, config, permissions, run.overwrite(), console).run();
  }
}
