package org.sparkbertopic.job;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spark-bertopic fit}: a corpus to topics, in a run's directory. */
@Command(
    name = "fit",
    description = "Finds the topics of a corpus.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "A run that died is taken up again by the same command.",
      "Every key with its default: spark-bertopic fit --keys"
    })
final class FitCommand implements Callable<Integer> {

  @Option(
      names = "--conf",
      paramLabel = "FILE",
      description = "configuration in HOCON, on any file system")
  private String file;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "overrides a key of the configuration; may be repeated")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(names = "--input", paramLabel = "PATH", description = "sets input.path")
  private String input;

  @Option(names = "--output", paramLabel = "PATH", description = "sets output.path")
  private String output;

  @Option(
      names = "--overwrite",
      description = "replaces the results of an earlier run; never deletes other files")
  private boolean overwrite;

  @Option(names = "--keys", description = "prints every key with its default and meaning")
  private boolean keys;

  @Override
  public Integer call() {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (keys) {
      out.print(JobConfig.documentation("fit"));
      return Main.DONE;
    }
    JobConfig config =
        JobConfig.load(
            "fit", file, Overrides.of(overrides, "input.path", input, "output.path", output));
    InputReader.check(config);
    config.required("output.path", "name a folder for the results");
    config.choice("output.format", OutputFormat.class);
    BERTopic estimator = TopicModelConfig.estimator(config);
    try (SparkSession spark = Sessions.open("spark-bertopic fit")) {
      new FitJob(spark, config, estimator, overwrite, new Console(out)).run();
    }
    return Main.DONE;
  }
}
