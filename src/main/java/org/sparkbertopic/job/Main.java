package org.sparkbertopic.job;

import java.io.PrintWriter;
import java.util.Optional;
import org.sparkbertopic.persistence.Lineage;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.IVersionProvider;

/** {@code spark-bertopic COMMAND}: one class per command. */
@Command(
    name = "spark-bertopic",
    description = "BERTopic for corpora that do not fit one machine.",
    subcommands = {
      FitCommand.class,
      TransformCommand.class,
      TopicsCommand.class,
      EvaluateCommand.class,
      TuneCommand.class,
      HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:configuration or input that cannot be used",
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Main {

  /** Done. */
  static final int DONE = 0;

  /** Failed for a reason that is not the user's. */
  static final int FAILED = 1;

  /** The configuration or the input cannot be used. */
  static final int UNUSABLE = 2;

  private Main() {}

  /** Runs a command and exits with its status. */
  public static void main(String[] arguments) {
    int status = run(arguments);
    // Databricks and YARN take any exit of their driver for a failure, even one with status 0.
    if (status != DONE) {
      System.exit(status);
    }
  }

  static int run(String... arguments) {
    CommandLine commands = new CommandLine(new Main());
    IParameterExceptionHandler usual = commands.getParameterExceptionHandler();
    return commands
        .setExecutionExceptionHandler(new ErrorMessages())
        .setParameterExceptionHandler(
            (mistake, given) -> {
              Optional<String> absent = AbsentFeatures.named(given);
              if (absent.isEmpty()) {
                return usual.handleParseException(mistake, given);
              }
              PrintWriter err = mistake.getCommandLine().getErr();
              err.println("spark-bertopic: " + absent.get());
              err.flush();
              return UNUSABLE;
            })
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }

  /** The jar's version. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {Lineage.thisLibrary()};
    }
  }
}
