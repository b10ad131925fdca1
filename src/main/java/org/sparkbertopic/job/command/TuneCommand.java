package org.sparkbertopic.job.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.Sessions;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.run.RunOption;
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
public final class TuneCommand implements Callable<Integer> {

  @Mixin private JobOptions options = new JobOptions();

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
  public Integer call() {
    PrintStream out = RunOption.out();
    if (options.keys()) {
      out.print(JobConfig.documentation("fit"));
      return ExitStatus.DONE;
    }
    JobConfig config = options.load("fit", Map.of());
    BERTopic estimator = TopicModelConfig.estimator(config);
    TuneGrid grid = TuneGrid.of(estimator, minClusterSizes, minSamples, nNeighbors);
    Sessions.run(
        "spark-bertopic tune",
        spark ->
            new TuneJob(spark, config, estimator, grid, options.overwrite(), new Console(out))
                .run());
    return ExitStatus.DONE;
  }
}
