package org.sparkbertopic.job.table;

/**
 * One version of a table, as a run's record names it.
 *
 * @param format delta or iceberg
 * @param table name or path
 * @param version number of a Delta version, or id of an Iceberg snapshot
 * @param timestamp when it was committed, in UTC; tells it from a version of the same number in a
 *     table that was made again
 */
public record TableVersion(String format, String table, String version, String timestamp) {

  /** Whether both are the same rows. */
  boolean isSame(TableVersion other) {
    return format.equals(other.format)
        && version.equals(other.version)
        && timestamp.equals(other.timestamp);
  }
}
