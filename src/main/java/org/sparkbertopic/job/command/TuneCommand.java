package org.sparkbertopic.job.command;

import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.tune.TuneGrid;
import org.sparkbertopic.job.tune.TuneJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic tune}: compares other cluster sizes and numbers of neighbours. */
@Command(
    name = "tune",
    description = "Tries parameters of fit on its sample, and compares the results.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Takes the configuration of fit. Embeds the documents once, searches neighbours once, and",
      "runs UMAP once per value of --n-neighbors. With other values, the same command reuses the",
      "embeddings."
    })
public final class TuneCommand extends JobCommand {

  @Mixin private RunOptions run = new RunOptions();

  @Option(
      names = "--min-cluster-size",
      paramLabel = "N,...",
      split = ",",
      description = "values of hdbscan.min-cluster-size; default: the configured value")
  private List<Integer> minClusterSizes = List.of();

  @Option(
      names = "--min-samples",
      paramLabel = "N,...",
      split = ",",
      description =
          "values of hdbscan.min-samples, 0 for min-cluster-size; default: the configured")
  private List<Integer> minSamples = List.of();

  @Option(
      names = "--n-neighbors",
      paramLabel = "N,...",
      split = ",",
      description = "values of umap.n-neighbors; default: the configured value")
  private List<Integer> nNeighbors = List.of();

  @Override
  String keysOf() {
    return "fit";
  }

  @Override
  Consumer<SparkSession> prepare(JobConfig config, Console console) {
    run.check(config);
    BERTopic estimator = TopicModelConfig.estimator(config);
    TuneGrid grid = TuneGrid.of(estimator, minClusterSizes, minSamples, nNeighbors);
    return spark -> new TuneJob(spark, config, estimator, grid, run.overwrite(), console).run();
  }
}
