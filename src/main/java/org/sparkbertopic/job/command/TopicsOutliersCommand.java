package org.sparkbertopic.job.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.ReducedOutliers;
import org.sparkbertopic.assign.DistributionSettings;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.RunOption;
import org.sparkbertopic.job.topics.NewRunOptions;
import org.sparkbertopic.job.topics.TopicsJob;
import org.sparkbertopic.operations.outliers.OutlierOutcome;
import org.sparkbertopic.operations.outliers.OutlierReduction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic topics outliers}: assigns topics to documents that have none. */
@Command(
    name = "outliers",
    description = {
      "Assigns outliers to topics. The new run's model does the same for new documents.",
      "Each strategy works on the outliers that the previous ones left."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TopicsOutliersCommand implements Callable<Integer> {

  @Mixin private NewRunOptions options = new NewRunOptions();

  @Option(
      names = "--strategy",
      paramLabel = "NAME,NAME",
      required = true,
      split = ",",
      description =
          "probabilities, distributions, c-tf-idf or embeddings; several are tried in this order")
  private List<String> strategies;

  @Option(
      names = "--threshold",
      paramLabel = "X,X",
      split = ",",
      description =
          "minimum score to assign a topic, in [0, 1]: one for all strategies or one for each;"
              + " default: 0, as in BERTopic")
  private List<Double> thresholds = List.of(OutlierStep.DEFAULT_THRESHOLD);

  @Option(
      names = "--max-outliers",
      paramLabel = "SHARE",
      description =
          "maximum share of outliers, such as 0.1: the thresholds are raised as far as"
              + " it allows")
  private Double maxOutliers;

  @Mixin private WindowOptions windows = new WindowOptions();

  @Override
  public Integer call() {
    OutlierReduction reduction = ErrorMessages.usersFault(this::reduction);
    Map<String, Object> parameters = new TreeMap<>();
    parameters.put("strategy", strategies);
    parameters.put("threshold", thresholds);
    if (maxOutliers != null) {
      parameters.put("maxOutliers", maxOutliers);
    }
    parameters.putAll(windows.parameters());
    return options.run("outliers", parameters, (run, spark) -> reduce(run, spark, reduction));
  }

  private OutlierReduction reduction() {
    if (thresholds.size() != 1 && thresholds.size() != strategies.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "--threshold must be one for all or one for each of the %d strategies, got %d",
              strategies.size(),
              thresholds.size()));
    }
    DistributionSettings settings = windows.settings();
    List<OutlierStep> steps = new ArrayList<>();
    for (int i = 0; i < strategies.size(); i++) {
      steps.add(
          new OutlierStep(
              OutlierStrategy.of(strategies.get(i).strip()),
              thresholds.get(thresholds.size() == 1 ? 0 : i),
              settings));
    }
    return new OutlierReduction(
        steps, maxOutliers == null ? OptionalDouble.empty() : OptionalDouble.of(maxOutliers));
  }

  private static TopicsJob.Result reduce(
      FinishedRun run, SparkSession spark, OutlierReduction reduction) {
    ReducedOutliers reduced = run.model().reduceOutliers(run.assignedDocuments(spark), reduction);
    print(reduced, RunOption.out());
    return new TopicsJob.Result(
        reduced.model(), reduced.assignments(), Optional.empty(), reduced.notes());
  }

  private static void print(ReducedOutliers reduced, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%,d outliers of %,d documents (%s)%n",
        reduced.outliersBefore(),
        reduced.documents(),
        share(reduced.outliersBefore(), reduced.documents()));
    for (OutlierOutcome.Step step : reduced.steps()) {
      out.printf(
          Locale.ROOT,
          "  %-13s from %.6f: %,9d -> %,9d (%s)%n",
          step.strategy(),
          step.threshold(),
          step.before(),
          step.after(),
          share(step.after(), reduced.documents()));
    }
  }

  private static String share(long outliers, long documents) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * outliers / Math.max(1, documents));
  }
}
