package org.sparkbertopic.job;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.service.launcher.IrqHandler;
import org.sparkbertopic.http.SecretText;
import org.sparkbertopic.job.command.AbsentFeatures;
import org.sparkbertopic.job.command.EvaluateCommand;
import org.sparkbertopic.job.command.FitCommand;
import org.sparkbertopic.job.command.TopicsCommand;
import org.sparkbertopic.job.command.TransformCommand;
import org.sparkbertopic.job.command.TuneCommand;
import org.sparkbertopic.job.config.BertopicNames;
import org.sparkbertopic.job.config.SecretOptions;
import org.sparkbertopic.job.config.Sessions;
import org.sparkbertopic.job.console.ConsoleLog;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.console.Terminal;
import org.sparkbertopic.provenance.Environment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

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

  /** Shown by Spark among the properties of the system, on its pages and in its event log. */
  private static final String COMMAND_LINE = "sun.java.command";

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "shows Spark's warnings and the stack traces of errors")
  private boolean verbose;

  /** Whether a signal has come, whose words were said. */
  private static final AtomicBoolean ENDED = new AtomicBoolean();

  private Main() {}

  /** Runs a command and exits with its status. */
  public static void main(String[] arguments) {
    hideSecrets(arguments);
    endOnSignals();
    int status = run(arguments);
    // Databricks and YARN take any exit of their driver for a failure, even one with status 0.
    if (status != ExitStatus.DONE) {
      System.exit(status);
    }
  }

  public static int run(String... arguments) {
    Main main = new Main();
    CommandLine command = new CommandLine(main);
    command
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::refuse)
        .setExecutionExceptionHandler(
            (failure, failed, parsed) ->
                ENDED.get() ? ExitStatus.FAILED : ErrorMessages.tell(failure, failed))
        .setExecutionStrategy(
            parsed -> {
              boolean ofOthers = Sessions.isThere();
              ConsoleLog.quiet(main.verbose);
              try {
                return new RunLast().execute(parsed);
              } finally {
                if (ofOthers) {
                  ConsoleLog.restore();
                }
              }
            });
    try {
      return command.execute(arguments);
    } catch (Throwable failure) {
      // Errors too: of memory, of a full disk, of classes that are missing.
      return ErrorMessages.tell(failure, command);
    }
  }

  /** Without the usage, which hides the sentence; for BERTopic's own names with where they are. */
  private static int refuse(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    Optional<String> absent = AbsentFeatures.named(arguments);
    if (absent.isPresent()) {
      err.println("spark-bertopic: " + absent.get());
      err.flush();
      return ExitStatus.UNUSABLE;
    }
    List<String> unmatched =
        failure instanceof UnmatchedArgumentException unknown ? unknown.getUnmatched() : List.of();
    String advice =
        unmatched.stream()
            .flatMap(argument -> BertopicNames.adviceForCommand(argument).stream())
            .findFirst()
            .orElse("");
    String message = String.join(" ", failure.getMessage().lines().toList());
    String advised = message + (advice.isEmpty() ? "" : "; " + advice);
    err.println("spark-bertopic: " + Terminal.text(SecretText.redacted(advised)));
    if (advice.isEmpty()) {
      UnmatchedArgumentException.printSuggestions(failure, err);
    }
    err.println("  " + command.getCommandSpec().qualifiedName() + " --help shows what there is");
    err.flush();
    return ExitStatus.UNUSABLE;
  }

  private static void hideSecrets(String[] arguments) {
    if (System.getProperty(COMMAND_LINE, "").contains(Main.class.getName())) {
      System.setProperty(
          COMMAND_LINE,
          Main.class.getName() + " " + String.join(" ", SecretOptions.redacted(arguments)));
    }
  }

  /**
   * A signal ends the process as any failure does: with what the run's record says, and status 1.
   */
  private static void endOnSignals() {
    for (String signal : List.of(IrqHandler.CONTROL_C, IrqHandler.SIGTERM)) {
      try {
        new IrqHandler(
                signal,
                interrupted -> {
                  // Programs such as timeout send it to the process and to its group.
                  if (!ENDED.compareAndSet(false, true)) {
                    return;
                  }
                  System.err.println(
                      "spark-bertopic: ended by a signal ("
                          + interrupted.getName()
                          + "); the same command goes on where it was");
                  System.exit(ExitStatus.FAILED);
                })
            .bind();
      } catch (IllegalArgumentException e) {
        // Taken by the JVM itself (-Xrs): it ends as ever.
        return;
      }
    }
  }

  /** The jar's version. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {Environment.thisLibrary()};
    }
  }
}
