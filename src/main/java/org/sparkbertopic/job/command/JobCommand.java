package org.sparkbertopic.job.command;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.Sessions;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.console.Terminal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that turns an input into an output, both named by a configuration. */
abstract class JobCommand implements Callable<Integer> {

  @Mixin private TableOptions table = new TableOptions();

  @Spec private CommandSpec spec;

  /** The command whose keys the configuration has. */
  String keysOf() {
    return spec.name();
  }

  /** Keys, and what the command's own options set them to; null if an option was not given. */
  Map<String, String> settings() {
    return new LinkedHashMap<>();
  }

  /**
   * Checks what can be checked before Spark starts.
   *
   * @return what to do then
   * @throws ConfigurationException if a key is missing or has an invalid value
   */
  abstract Consumer<SparkSession> prepare(JobConfig config, Console console);

  @Override
  public final Integer call() {
    PrintStream out = Terminal.out();
    if (table.keys()) {
      out.print(JobConfig.documentation(keysOf()));
      return ExitStatus.DONE;
    }
    JobConfig config = table.load(keysOf(), settings());
    Consumer<SparkSession> work = prepare(config, new Console(out));
    config.required("output.path", "name a folder for the results");
    Sessions.run("spark-bertopic " + spec.name(), work);
    return ExitStatus.DONE;
  }
}
