package org.sparkbertopic.job.command;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.Sessions;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.console.Terminal;
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
public final class FitCommand implements Callable<Integer> {

  @Mixin private JobOptions options = new JobOptions();

  @Option(
      names = "--like",
      paramLabel = "MODEL",
      description =
          "sets online.like: the model folder of an earlier run, whose topic ids are carried over")
  private String like;

  @Option(
      names = "--chunks-by",
      paramLabel = "COLUMN",
      description =
          "sets online.chunks-by: fits the first chunks of the corpus and updates the model by the rest; COLUMN:day, week, month or year for dates")
  private String chunksBy;

  @Override
  public Integer call() {
    PrintStream out = Terminal.out();
    if (options.keys()) {
      out.print(JobConfig.documentation("fit"));
      return ExitStatus.DONE;
    }
    Map<String, String> given = new HashMap<>();
    given.put("online.like", like);
    given.put("online.chunks-by", chunksBy);
    JobConfig config = options.load("fit", given);
    BERTopic estimator = TopicModelConfig.estimator(config);
    Sessions.run(
        "spark-bertopic fit",
        spark -> new FitJob(spark, config, estimator, options.overwrite(), new Console(out)).run());
    return ExitStatus.DONE;
  }
}
