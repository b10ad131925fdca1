package org.sparkbertopic.job.table;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One version of a table, as a run's record names it.
 *
 * @param format delta or iceberg
 * @param table name or path
 * @param version number of a Delta version, or id of an Iceberg snapshot
 * @param timestamp when it was committed, in UTC
 * @param id tells the table from one of the same name that was made later; null for Iceberg, whose
 *     snapshot ids do
 */
public record TableVersion(
    String format,
    String table,
    String version,
    String timestamp,
    @JsonInclude(JsonInclude.Include.NON_NULL) String id) {

  /** Whether both are the same rows. */
  boolean isSame(TableVersion other) {
    return format.equals(other.format)
        && version.equals(other.version)
        && (id == null || other.id == null || id.equals(other.id));
  }
}
