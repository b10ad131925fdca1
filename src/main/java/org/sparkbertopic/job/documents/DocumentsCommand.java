package org.sparkbertopic.job.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sparkbertopic.job.config.Sessions;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.RunOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic documents}: shows the documents of a run with their topics. */
@Command(
    name = "documents",
    description = "Shows the documents of a finished run with their topics.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Columns: id, topic, name (of the topic), words (of the topic), probability, representative (whether",
      "the topic keeps the document as an example), text, and those of --columns. Which documents a sample",
      "has depends on their ids alone."
    })
public final class DocumentsCommand implements Callable<Integer> {

  /** Ours: a screen. */
  private static final int DEFAULT_SAMPLE = 20;

  @Mixin private RunOption run = new RunOption();

  @Option(
      names = "--topic",
      paramLabel = "ID",
      description = "documents of this topic alone; -1: outliers")
  private Integer topic;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "most documents; default: 20 on the console, all with --output")
  private Integer sample;

  @Option(names = "--representative", description = "documents alone that topics keep as examples")
  private boolean representative;

  @Option(
      names = "--columns",
      paramLabel = "NAMES",
      split = ",",
      description = {
        "columns of the input to show too, comma-separated; '*': all but id, text and embedding.",
        "One that has a name of ours gets the prefix input_"
      })
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "table, json (a line for each document) or csv; with --output json, csv or parquet;"
              + " default: table, with --output parquet")
  private DocumentsFormat format;

  @Option(
      names = "--output",
      paramLabel = "PATH",
      description = "new folder for a table of the documents, instead of the console")
  private Optional<String> output = Optional.empty();

  @Override
  public Integer call() {
    if (sample != null && sample < 1) {
      throw new ConfigurationException(
          "--sample must be at least 1, got " + sample + "; leave it out");
    }
    FinishedRun finished = run.openAssigned();
    if (topic != null) {
      ErrorMessages.usersFault(() -> finished.model().fittedTopics().topic(topic));
    }
    DocumentsFormat chosen = format();
    Sessions.run(
        "spark-bertopic documents",
        spark -> {
          DocumentsJob job =
              new DocumentsJob(
                  spark,
                  finished,
                  new Console(RunOption.out()),
                  columns.stream().map(String::strip).toList());
          if (output.isPresent()) {
            job.write(
                Optional.ofNullable(topic),
                representative,
                Optional.ofNullable(sample),
                chosen.ofTable(),
                output.get());
          } else {
            job.print(
                Optional.ofNullable(topic),
                representative,
                sample == null ? DEFAULT_SAMPLE : sample,
                chosen);
          }
        });
    return ExitStatus.DONE;
  }

  private DocumentsFormat format() {
    if (format == null) {
      return output.isPresent() ? DocumentsFormat.PARQUET : DocumentsFormat.TABLE;
    }
    if (output.isEmpty() && format == DocumentsFormat.PARQUET) {
      throw new ConfigurationException(
          "--format parquet needs --output, as it cannot be printed; name a folder, or take json");
    }
    if (output.isPresent() && format == DocumentsFormat.TABLE) {
      throw new ConfigurationException(
          "--format table cannot be written to --output; take parquet, json or csv");
    }
    return format;
  }
}
