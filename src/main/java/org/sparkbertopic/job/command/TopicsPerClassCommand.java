package org.sparkbertopic.job.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.sparkbertopic.job.config.Sessions;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunOption;
import org.sparkbertopic.job.topics.SliceJob;
import org.sparkbertopic.job.topics.SliceOptions;
import org.sparkbertopic.operations.slices.SliceSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spark-bertopic topics per-class}: shows how a run's topics differ between classes. */
@Command(
    name = "per-class",
    description = "Shows the topics of a finished run in each class, and writes them as a table.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TopicsPerClassCommand implements Callable<Integer> {

  @Mixin private SliceOptions options = new SliceOptions();

  @Override
  public Integer call() {
    SliceSettings settings = options.settings("each", "", "auto", false);
    FinishedRun finished = options.open();
    Sessions.run(
        "spark-bertopic topics per-class",
        spark ->
            new SliceJob(spark, finished, new Console(RunOption.out()), options, settings)
                .run(RunDirectory.PER_CLASS, false, Optional.empty(), true));
    return ExitStatus.DONE;
  }
}
