package org.sparkbertopic.job.table;

/**
 * What a run wrote to a table, as its record tells it.
 *
 * @param mode how: append, overwrite or merge
 * @param version the version that has the rows first
 * @param timestamp when it was committed, in UTC
 */
public record WrittenTable(String table, String mode, String version, String timestamp) {}
