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
import picocli.CommandLine.Option;

/** {@code spark-bertopic topics over-time}: shows how a run's topics change over time. */
@Command(
    name = "over-time",
    description =
        "Shows how the topics of a finished run change over time, and writes it as a table.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "With --class-column, or --by-class and the run's input.class-column, each class separately."
    })
final class TopicsOverTimeCommand implements Callable<Integer> {

  @Mixin private SliceOptions options = new SliceOptions();

  @Option(
      names = "--timestamp-column",
      paramLabel = "COLUMN",
      description = {
        "input column with timestamps, dates, numbers (years) or strings;",
        "default: the run's input.timestamp-column"
      })
  private Optional<String> timestampColumn = Optional.empty();

  @Option(
      names = "--by-class",
      description = "treats each class separately; implied by --class-column")
  private boolean byClass;

  @Option(
      names = "--bins",
      paramLabel = "BINS",
      description = {
        "each (every timestamp), a number of bins of equal width, or day, week, month, quarter, year,",
        "decade; default: ${DEFAULT-VALUE}"
      })
  private String bins = "each";

  @Option(
      names = "--datetime-format",
      paramLabel = "PATTERN",
      description = "format of timestamps in strings, such as dd/MM/yyyy; default: ISO 8601")
  private String datetimeFormat = "";

  @Option(
      names = "--timestamp-unit",
      paramLabel = "UNIT",
      description = {
        "unit of numbers: year, yyyymmdd, s, ms, us or ns since 1970, or number for plain numbers;",
        "default: ${DEFAULT-VALUE}, which prints its choice and fails if it is ambiguous"
      })
  private String timestampUnit = "auto";

  @Option(
      names = "--no-evolution-tuning",
      description = "does not average words with those of the previous timestamp")
  private boolean noEvolutionTuning;

  @Override
  public Integer call() {
    SliceSettings settings =
        options.settings(bins, datetimeFormat, timestampUnit, !noEvolutionTuning);
    boolean classes = byClass || options.classColumn().isPresent();
    FinishedRun finished = options.open();
    Sessions.run(
        "spark-bertopic topics over-time",
        spark ->
            new SliceJob(spark, finished, new Console(RunOption.out()), options, settings)
                .run(RunDirectory.OVER_TIME, true, timestampColumn, classes));
    return ExitStatus.DONE;
  }
}
