package org.sparkbertopic.job.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sparkbertopic.evaluation.TopicEvaluator;
import org.sparkbertopic.job.config.Sessions;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.evaluate.EvaluateJob;
import org.sparkbertopic.job.run.RunOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spark-bertopic evaluate}: measures the topics of finished runs. */
@Command(
    name = "evaluate",
    description = "Measures the topics of finished runs.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "For several runs over the same documents, such as runs with different seeds, also measures",
      "how much they agree."
    })
public final class EvaluateCommand implements Callable<Integer> {

  @Option(
      names = "--run",
      paramLabel = "DIR",
      required = true,
      description =
          "folder of a finished run: output.path of a fit or of an operation; may be repeated")
  private List<String> runs;

  @Option(
      names = "--labels-column",
      paramLabel = "COLUMN",
      description = "input column of known classes to compare the topics with")
  private String labelsColumn;

  @Option(
      names = "--top-n-words",
      paramLabel = "N",
      description = "number of words per topic to evaluate; default ${DEFAULT-VALUE}")
  private int topNWords = TopicEvaluator.DEFAULT_TOP_N_WORDS;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "folder to write evaluation.json to")
  private String output;

  @Option(names = "--json", description = "prints evaluation.json instead of a table")
  private boolean json;

  @Override
  public Integer call() {
    PrintStream out = RunOption.out();
    if (topNWords < 2) {
      throw ConfigurationException.of(
          "--top-n-words must be at least 2, got %s; %s is the usual choice",
          topNWords, TopicEvaluator.DEFAULT_TOP_N_WORDS);
    }
    Sessions.run(
        "spark-bertopic evaluate",
        spark ->
            new EvaluateJob(spark, new Console(json ? System.err : out))
                .run(runs, Optional.ofNullable(labelsColumn), topNWords)
                .show(out, json, output));
    return ExitStatus.DONE;
  }
}
