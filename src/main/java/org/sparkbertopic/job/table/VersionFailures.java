package org.sparkbertopic.job.table;

import java.util.regex.Pattern;

/** Recognizes what the formats say where a version is gone, or a commit did not succeed. */
final class VersionFailures {

  private static final Pattern MISSING =
      Pattern.compile(
          "Cannot time travel Delta table to version|VERSION_NOT_FOUND|Cannot find snapshot with ID|Cannot find a snapshot older");

  private static final Pattern OTHER_WRITER =
      Pattern.compile(
          "io\\.delta\\.exceptions\\.(Concurrent|MetadataChanged|ProtocolChanged)|DELTA_CONCURRENT|org\\.apache\\.iceberg\\.exceptions\\.(Validation|CommitFailed)Exception");

  private VersionFailures() {}

  static boolean isOfMissingVersion(Throwable failure) {
    return has(failure, MISSING);
  }

  /** Whether a commit failed because another one came between. */
  static boolean isOfAnotherWriter(Throwable failure) {
    return has(failure, OTHER_WRITER);
  }

  private static boolean has(Throwable failure, Pattern sign) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (sign.matcher(cause.getClass().getName() + ": " + cause.getMessage()).find()) {
        return true;
      }
    }
    return false;
  }
}
