package org.sparkbertopic.job.topics;

import java.util.List;
import java.util.Optional;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.OutputFormat;
import org.sparkbertopic.job.run.RunOption;
import org.sparkbertopic.operations.slices.SliceSettings;
import org.sparkbertopic.operations.slices.TimeBins;
import org.sparkbertopic.operations.slices.TimestampUnit;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that {@code topics over-time} and {@code topics per-class} share. */
public final class SliceOptions {

  @Mixin private RunOption run = new RunOption();

  @Option(
      names = "--class-column",
      paramLabel = "COLUMN",
      description = "input column; default: the run's input.class-column")
  private Optional<String> classColumn = Optional.empty();

  @Option(
      names = "--topics",
      paramLabel = "IDS",
      description =
          "comma-separated topic ids; default: writes all topics, prints the five largest")
  private Optional<String> topics = Optional.empty();

  @Option(
      names = "--top-n-words",
      paramLabel = "N",
      description = "number of words per topic and slice; default: ${DEFAULT-VALUE}")
  private int topNWords = SliceSettings.DEFAULT_TOP_N_WORDS;

  @Option(
      names = "--no-global-tuning",
      description = "does not average words with those of the whole topic")
  private boolean noGlobalTuning;

  @Option(
      names = "--output",
      paramLabel = "PATH",
      description = "new folder for the table; default: a folder in the run's folder")
  private Optional<String> output = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "format of the table: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  private OutputFormat format = OutputFormat.JSON;

  public FinishedRun open() {
    return run.openAssigned();
  }

  public Optional<String> classColumn() {
    return classColumn;
  }

  Optional<String> output() {
    return output;
  }

  OutputFormat format() {
    return format;
  }

  /**
   * The settings for the words of a slice.
   *
   * @throws ConfigurationException if a value is invalid
   */
  public SliceSettings settings(
      String bins, String datetimeFormat, String timestampUnit, boolean evolutionTuning) {
    List<Integer> ids = topics.map(TopicIds::parse).orElse(List.of());
    try {
      return new SliceSettings(
          TimeBins.parse(bins),
          datetimeFormat,
          TimestampUnit.parse(timestampUnit),
          evolutionTuning,
          !noGlobalTuning,
          topNWords,
          ids);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(e.getMessage(), e);
    }
  }
}
