package org.sparkbertopic.stage.table;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells a damaged table from one that could not be reached. */
public final class TableDamage {

  /**
   * What networks, stores, permissions and lost processes are known by, in the names and words of
   * exceptions. Spark tells what happened in tasks as text.
   */
  private static final Pattern NOT_OF_FILES =
      Pattern.compile(
          "AccessDenied|AccessControl|Forbidden|SocketTimeout|SocketException|ConnectException"
              + "|ConnectTimeout|NoRouteToHost|UnknownHost|AWSClientIO|AWSService|SdkClient|InterruptedIO"
              + "|InterruptedException|OutOfMemory|ExecutorLostFailure|No space left"
              + "|SparkContext (was|has been) (already )?(shut ?down|stopped)|stopped SparkContext");

  private TableDamage() {}

  /**
   * Whether a failure to read a table is of what its files hold. Of no other failure a file may be
   * deleted or done again.
   */
  public static boolean isToldBy(Throwable failure) {
    Set<Throwable> seen = new HashSet<>();
    for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
      if (NOT_OF_FILES.matcher(cause.getClass().getName() + ": " + words(cause)).find()) {
        return false;
      }
    }
    return true;
  }

  /** Without the stack traces that Spark puts into messages. */
  private static String words(Throwable cause) {
    return String.valueOf(cause.getMessage())
        .lines()
        .filter(line -> !line.strip().startsWith("at "))
        .collect(Collectors.joining("\n"));
  }
}
