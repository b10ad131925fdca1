package org.sparkbertopic.job.command;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.fit.FitJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic fit}: finds the topics of a corpus and writes them to a run's folder. */
@Command(
    name = "fit",
    description = "Finds the topics of a corpus.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "After a crash, the same command resumes the run.",
      "Every key with its default: spark-bertopic fit --keys"
    })
public final class FitCommand extends JobCommand {

  @Mixin private RunOptions run = new RunOptions();

  @Option(
      names = "--like",
      paramLabel = "MODEL",
      description =
          "sets online.like: the model folder of an earlier run, or hf://owner/name, whose topic ids"
              + " are carried over")
  private String like;

  @Option(
      names = "--chunks-by",
      paramLabel = "COLUMN",
      description =
          "sets online.chunks-by: fits the first chunks of the corpus and updates the model by the rest; COLUMN:day, week, month or year for dates")
  private String chunksBy;

  @Override
  Map<String, String> settings() {
    Map<String, String> settings = super.settings();
    settings.put("online.like", like);
    settings.put("online.chunks-by", chunksBy);
    return settings;
  }

  @Override
  Consumer<SparkSession> prepare(JobConfig config, Console console) {
    run.check(config);
    BERTopic estimator = TopicModelConfig.estimator(config);
    return spark -> new FitJob(spark, config, estimator, run.overwrite(), console).run();
  }
}
