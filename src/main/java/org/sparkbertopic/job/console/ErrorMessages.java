package org.sparkbertopic.job.console;

import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.sparkbertopic.persistence.ModelDirectoryException;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.vectorizer.EmptyVocabularyException;
import picocli.CommandLine;

/**
 * Reports a failure in one sentence, in terms of keys and options, without secrets. All details go
 * to the log.
 */
public final class ErrorMessages {

  private static final Pattern TRACE =
      Pattern.compile(
          "(?s)\\R\\s*(at [\\w.$/]+\\(|Driver stacktrace:|Caused by:|\\.\\.\\. \\d+ more).*");

  private ErrorMessages() {}

  /**
   * Reports a failure in the terms of the command that failed.
   *
   * @return the exit status
   */
  public static int tell(Throwable failure, CommandLine command) {
    String message = OptionNames.inOptions(command.getCommandSpec(), describe(failure));
    return tell(failure, message, command.getErr());
  }

  /** As {@link #tell(Throwable, CommandLine)}, if no command is known. */
  public static int tell(Throwable failure, PrintWriter err) {
    return tell(failure, describe(failure), err);
  }

  private static int tell(Throwable failure, String message, PrintWriter err) {
    ProgressBar.clearShown();
    err.println(Terminal.text("spark-bertopic: " + message));
    Optional<Throwable> own = usersOwn(failure);
    if (own.isEmpty()) {
      ConsoleLog.keep(failure).ifPresent(place -> err.println("  " + place));
    }
    err.flush();
    return own.isEmpty() || own.get() instanceof InUseException
        ? ExitStatus.FAILED
        : ExitStatus.UNUSABLE;
  }

  /** The first cause in the chain with a message for the user. */
  public static Optional<Throwable> usersOwn(Throwable failure) {
    Deque<Throwable> chain = new ArrayDeque<>();
    for (Throwable cause = failure;
        cause != null && !chain.contains(cause);
        cause = cause.getCause()) {
      chain.add(cause);
      if (cause instanceof ConfigurationException
          || cause instanceof UnusableInputException
          || cause instanceof EmptyVocabularyException
          || cause instanceof ModelDirectoryException) {
        return Optional.of(cause);
      }
    }
    return ReadFailures.ofTask(failure)
        .or(() -> ExpressionFailures.of(failure))
        .map(Throwable.class::cast);
  }

  /**
   * Runs an action that can only fail because of its parameters, and reports such a failure as the
   * user's.
   */
  public static <T> T usersFault(Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException(e.getMessage(), e);
    }
  }

  /** The message of a failure, with its remedy. */
  public static String describe(Throwable failure) {
    String sentence =
        usersOwn(failure)
            .map(own -> String.valueOf(own.getMessage()))
            .orElseGet(() -> FailureReasons.of(failure));
    return Console.words(TRACE.matcher(sentence).replaceFirst("").strip());
  }
}
