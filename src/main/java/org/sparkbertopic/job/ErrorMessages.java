package org.sparkbertopic.job;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.persistence.ModelDirectoryException;
import org.sparkbertopic.stage.UnusableInputException;
import org.sparkbertopic.vectorizer.EmptyVocabularyException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Says what went wrong: to the person who caused it in one line, of anything else with the stack
 * trace.
 */
final class ErrorMessages implements IExecutionExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorMessages.class);

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) {
    Optional<Throwable> users = usersOwn(failure);
    commandLine
        .getErr()
        .println(
            Terminal.text(
                "spark-bertopic: " + users.map(Throwable::getMessage).orElse(describe(failure))));
    commandLine.getErr().flush();
    if (users.isPresent()) {
      return Main.UNUSABLE;
    }
    LOG.error("failed", failure);
    return Main.FAILED;
  }

  /** The cause that speaks to the user, wherever it is in the chain. */
  static Optional<Throwable> usersOwn(Throwable failure) {
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
    return Optional.empty();
  }

  /** Does what is a matter of parameters alone: those that do not fit are the user's own. */
  static <T> T usersFault(Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException(e.getMessage(), e);
    }
  }

  static String describe(Throwable failure) {
    return failure.getMessage() == null
        ? failure.getClass().getSimpleName()
        : failure.getMessage().lines().findFirst().orElse("");
  }
}
