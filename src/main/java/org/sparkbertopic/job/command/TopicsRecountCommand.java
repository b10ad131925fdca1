package org.sparkbertopic.job.command;

import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.topics.RecountJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic topics recount}: counts documents for a model that keeps no counts. */
@Command(
    name = "recount",
    description = {
      "Counts documents for a model that keeps no counts, such as one that Python saved, and writes a run.",
      "Afterwards the model has sizes, counts of terms and representative documents, so that every operation works.",
      "Topics keep their ids, labels and embeddings. The documents should be those of the fit."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Keys are those of transform: spark-bertopic transform --keys"})
public final class TopicsRecountCommand extends ModelCommand {

  @Mixin private RunOptions run = new RunOptions();

  @Option(
      names = "--assignments",
      paramLabel = "PATH",
      description =
          "table of the documents' ids and topics, such as Python's topics_; default: the topics that transform gives them")
  private Optional<String> assignments = Optional.empty();

  @Override
  String keysOf() {
    return "transform";
  }

  @Override
  Consumer<SparkSession> prepare(JobConfig config, AllowOptions permissions, Console console) {
    run.check(config);
    return spark ->
        new RecountJob(spark, config, permissions, assignments, run.overwrite(), console).run();
  }
}
