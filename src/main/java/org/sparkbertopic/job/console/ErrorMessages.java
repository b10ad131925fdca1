package org.sparkbertopic.job.console;

import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.sparkbertopic.persistence.ModelDirectoryException;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.vectorizer.counting.EmptyVocabularyException;
import picocli.CommandLine;

/**
 * Says what went wrong in one sentence, of keys and options, without secrets. What else there is to
 * know of it goes to the log.
 */
public final class ErrorMessages {

  private static final Pattern TRACE =
      Pattern.compile(
          "(?s)\\R\\s*(at [\\w.$/]+\\(|Driver stacktrace:|Caused by:|\\.\\.\\. \\d+ more).*");

  private ErrorMessages() {}

  /**
   * Tells of a failure, in the words of the command that failed.
   *
   * @return the exit status
   */
  public static int tell(Throwable failure, CommandLine command) {
    String message = OptionNames.inOptions(command.getCommandSpec(), describe(failure));
    return tell(failure, message, command.getErr());
  }

  /** As {@link #tell(Throwable, CommandLine)}, where no command is known. */
  public static int tell(Throwable failure, PrintWriter err) {
    return tell(failure, describe(failure), err);
  }

  private static int tell(Throwable failure, String message, PrintWriter err) {
    err.println(Terminal.text("spark-bertopic: " + message));
    boolean own = usersOwn(failure).isPresent();
    if (!own) {
      ConsoleLog.keep(failure).ifPresent(place -> err.println("  " + place));
    }
    err.flush();
    return own ? ExitStatus.UNUSABLE : ExitStatus.FAILED;
  }

  /** The cause that speaks to the user, wherever it is in the chain. */
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
    return ReadFailures.ofTask(failure).map(Throwable.class::cast);
  }

  /** Does what is a matter of parameters alone: those that do not fit are the user's own. */
  public static <T> T usersFault(Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException(e.getMessage(), e);
    }
  }

  /** What went wrong, and what to do. */
  public static String describe(Throwable failure) {
    String sentence =
        usersOwn(failure)
            .map(own -> String.valueOf(own.getMessage()))
            .orElseGet(() -> FailureReasons.of(failure));
    return Console.words(TRACE.matcher(sentence).replaceFirst("").strip());
  }
}
