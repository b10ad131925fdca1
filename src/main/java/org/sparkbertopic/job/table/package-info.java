/**
 * Tables that keep versions, such as Delta's and Iceberg's: which version a run reads, and how a
 * run's results become rows of a table in one commit. Start with {@link
 * org.sparkbertopic.job.table.TableSource} and {@link org.sparkbertopic.job.table.OutputTable}.
 *
 * <p>May use the packages of the library, {@code job.config} and {@code job.console}.
 */
package org.sparkbertopic.job.table;
