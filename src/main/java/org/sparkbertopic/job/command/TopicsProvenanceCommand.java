package org.sparkbertopic.job.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.console.Terminal;
import org.sparkbertopic.job.run.ModelPlace;
import org.sparkbertopic.persistence.ModelDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code spark-bertopic topics provenance}: shows from which data, with which parts and versions a
 * model was made. Needs only the model directory, and no Spark session.
 */
@Command(
    name = "provenance",
    description =
        "Shows the input, settings and versions of a model's fit, and all operations since.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TopicsProvenanceCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description = "model directory: the model folder of a run, a copy of it, or hf://owner/name")
  private String model;

  @Override
  public Integer call() throws IOException {
    PrintStream out = Terminal.out();
    ModelDirectory.at(
            ModelPlace.folder(model), SparkHadoopUtil.get().newConfiguration(new SparkConf()))
        .read()
        .provenance()
        .describe()
        .lines()
        .map(Terminal::text)
        .forEach(out::println);
    return ExitStatus.DONE;
  }
}
