package org.sparkbertopic.job.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.Sessions;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.console.Terminal;
import org.sparkbertopic.job.topics.MergeModelsJob;
import org.sparkbertopic.online.merge.ModelMerge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic merge-models}: merges fitted models into one. */
@Command(
    name = MergeModelsJob.COMMAND,
    description = "Merges fitted models into one, without their documents.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Topics of the first model keep their ids. The order of the other models does not matter."
    })
public final class MergeModelsCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description =
          "folder of a model or of a finished run, whose assignments are merged too, or"
              + " hf://owner/name; repeated")
  private List<String> models;

  @Option(
      names = "--min-similarity",
      paramLabel = "COSINE",
      defaultValue = "" + ModelMerge.DEFAULT_MIN_SIMILARITY,
      description =
          "least cosine of two topics that become one, from 0 to 1 (default: ${DEFAULT-VALUE})")
  private double minSimilarity;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "folder for the new run")
  private String output;

  @Option(
      names = "--overwrite",
      description = "replaces an earlier result; never deletes other files")
  private boolean overwrite;

  @Mixin private AllowOptions allowed = new AllowOptions();

  @Override
  public Integer call() {
    Sessions.run(
        "spark-bertopic " + MergeModelsJob.COMMAND,
        spark ->
            new MergeModelsJob(spark, models, minSimilarity, allowed, new Console(Terminal.out()))
                .run(output, overwrite));
    return ExitStatus.DONE;
  }
}
