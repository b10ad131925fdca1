package org.sparkbertopic.job;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code spark-bertopic transform}: topics for new documents, by a model that was fitted before.
 */
@Command(
    name = "transform",
    description = "Gives documents the topics of a fitted model.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Every key with its default: spark-bertopic transform --keys"})
final class TransformCommand implements Callable<Integer> {

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

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "sets model.path: the model folder of a run")
  private String model;

  @Option(names = "--input", paramLabel = "PATH", description = "sets input.path")
  private String input;

  @Option(names = "--output", paramLabel = "PATH", description = "sets output.path")
  private String output;

  @Option(
      names = "--overwrite",
      description = "replaces the assignments of an earlier run; never deletes other files")
  private boolean overwrite;

  @Option(names = "--keys", description = "prints every key with its default and meaning")
  private boolean keys;

  @Override
  public Integer call() {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (keys) {
      out.print(JobConfig.documentation("transform"));
      return Main.DONE;
    }
    JobConfig config =
        JobConfig.load(
            "transform",
            file,
            Overrides.of(
                overrides, "model.path", model, "input.path", input, "output.path", output));
    config.required("model.path", "name the model folder of a run, such as OUTPUT/model");
    InputReader.check(config);
    config.required("output.path", "name a folder for the results");
    config.choice("output.format", OutputFormat.class);
    try (SparkSession spark = Sessions.open("spark-bertopic transform")) {
      new TransformJob(spark, config, overwrite, new Console(out)).run();
    }
    return Main.DONE;
  }
}
