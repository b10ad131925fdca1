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
import org.sparkbertopic.job.command.HistoryCommand;
import org.sparkbertopic.job.command.MergeModelsCommand;
import org.sparkbertopic.job.command.StreamCommand;
import org.sparkbertopic.job.command.TopicsCommand;
import org.sparkbertopic.job.command.TransformCommand;
import org.sparkbertopic.job.command.TuneCommand;
import org.sparkbertopic.job.command.UpdateCommand;
import org.sparkbertopic.job.config.BertopicNames;
import org.sparkbertopic.job.config.SecretOptions;
import org.sparkbertopic.job.config.Sessions;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ConsoleLog;
import org.sparkbertopic.job.console.EndSignal;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.console.Terminal;
import org.sparkbertopic.job.documents.DocumentsCommand;
import org.sparkbertopic.job.push.PushCommand;
import org.sparkbertopic.job.report.ReportCommand;
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

/** {@code spark-bertopic COMMAND}: dispatches to one class per command. */
@Command(
    name = "spark-bertopic",
    description = "BERTopic for corpora that do not fit one machine.",
    subcommands = {
      FitCommand.class,
      TransformCommand.class,
      StreamCommand.class,
      UpdateCommand.class,
      MergeModelsCommand.class,
      HistoryCommand.class,
      TopicsCommand.class,
      DocumentsCommand.class,
      EvaluateCommand.class,
      ReportCommand.class,
      PushCommand.class,
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

  /** System property that Spark shows on its pages and in its event log. */
  private static final String COMMAND_LINE = "sun.java.command";

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "shows Spark's warnings and the stack traces of errors")
  private boolean verbose;

  @Option(
      names = "--quiet",
      scope = ScopeType.INHERIT,
      description = "prints results alone, and warnings on standard error")
  private boolean quiet;

  /** Whether a signal arrived and its message was printed. */
  private static final AtomicBoolean ENDED = new AtomicBoolean();

  private Main() {}

  /** Runs a command and exits with its status. */
  public static void main(String[] arguments) {
    hideSecrets(arguments);
    endOnSignals();
    int status = run(arguments);
    // Databricks and YARN treat any call of exit in the driver as a failure, even with status 0.
    if (status != ExitStatus.DONE) {
      System.exit(status);
    }
  }

  public static int run(String... arguments) {
    return run(Optional.empty(), arguments);
  }

  /** All commands with their options. */
  static CommandLine commandLine() {
    return new CommandLine(new Main());
  }

  /**
   * Runs a command in a process that goes on.
   *
   * @param err where messages about failures go instead of the console
   * @return the exit status
   */
  static int run(Optional<PrintWriter> err, String... arguments) {
    Main main = new Main();
    CommandLine command = new CommandLine(main);
    err.ifPresent(command::setErr);
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
              Console.quiet(main.quiet);
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
      // Also catches errors such as out of memory, a full disk or missing classes.
      return ErrorMessages.tell(failure, command);
    }
  }

  /**
   * Prints the error without the usage, which would hide it. Names that BERTopic uses get their
   * equivalent here.
   */
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
    // picocli says "option option" of a value that is not KEY=VALUE
    String message =
        String.join(" ", failure.getMessage().lines().toList()).replace("option option", "option");
    String advised = message + (advice.isEmpty() ? "" : "; " + advice);
    err.println("spark-bertopic: " + Terminal.text(SecretText.redacted(advised)));
    if (advice.isEmpty()) {
      UnmatchedArgumentException.printSuggestions(failure, err);
    }
    err.println(
        "  " + command.getCommandSpec().qualifiedName() + " --help lists commands and options");
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
   * Treats a signal as any other failure: writes the reason into the run's record and exits with
   * status 1.
   */
  private static void endOnSignals() {
    for (String signal : List.of(IrqHandler.CONTROL_C, IrqHandler.SIGTERM)) {
      try {
        new IrqHandler(
                signal,
                interrupted -> {
                  if (EndSignal.isTaken()) {
                    return;
                  }
                  // Programs such as timeout signal both the process and its group.
                  if (!ENDED.compareAndSet(false, true)) {
                    return;
                  }
                  System.err.println(
                      "spark-bertopic: ended by a signal ("
                          + interrupted.getName()
                          + "); the same command resumes the run");
                  System.exit(ExitStatus.FAILED);
                })
            .bind();
      } catch (IllegalArgumentException e) {
        // With -Xrs the JVM keeps the signal for itself, and the process ends without a message.
        return;
      }
    }
  }

  /** The version of the jar. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {Environment.thisLibrary()};
    }
  }
}
