package org.sparkbertopic.job.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * Explains in one sentence why a user's expression failed on a row. With ANSI SQL, which Spark 4
 * has by default, a value that cannot be converted ends a query; without it, the result is null.
 */
final class ExpressionFailures {

  /** Spark's names of such errors, and the first sentence of its message. */
  private static final Pattern SIGN =
      Pattern.compile(
          "\\[(?:CAST_INVALID_INPUT|CAST_OVERFLOW\\w*|CANNOT_PARSE_TIMESTAMP|DIVIDE_BY_ZERO|REMAINDER_BY_ZERO|ARITHMETIC_OVERFLOW|BINARY_ARITHMETIC_OVERFLOW|NUMERIC_VALUE_OUT_OF_RANGE[\\w.]*|NUMERIC_OUT_OF_SUPPORTED_RANGE|INVALID_ARRAY_INDEX\\w*|INVALID_FRACTION_OF_SECOND|DATETIME_FIELD_OUT_OF_BOUNDS[\\w.]*|CONVERSION_INVALID_INPUT)] (.*?[^.])\\.(?:\\s|$)");

  private ExpressionFailures() {}

  /** The message; empty for other kinds of failure. */
  static Optional<UnusableInputException> of(Throwable failure) {
    Deque<Throwable> chain = new ArrayDeque<>();
    for (Throwable cause = failure;
        cause != null && !chain.contains(cause);
        cause = cause.getCause()) {
      chain.add(cause);
      Matcher found = SIGN.matcher(String.valueOf(cause.getMessage()));
      if (found.find()) {
        return Optional.of(
            UnusableInputException.of(
                failure,
                "an expression of input.where or input.select fails on a row: %s; write try_cast or another expression that takes such rows, or leave them out by input.where",
                found.group(1)));
      }
    }
    return Optional.empty();
  }
}
