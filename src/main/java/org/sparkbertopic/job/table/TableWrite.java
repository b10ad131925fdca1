package org.sparkbertopic.job.table;

/**
 * One write of a run, which is done once however often it is tried.
 *
 * @param id names the write; a write with the id of one that is in the table is not done again
 * @param run what the table's history says of it
 * @param mode how rows get into the table
 */
public record TableWrite(String id, String run, OutputTable.Mode mode) {}
