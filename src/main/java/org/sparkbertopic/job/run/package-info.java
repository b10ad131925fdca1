/**
 * The output folder of a run: its stages, lease, record, results and their publication. A run that
 * was ended by anything resumes from here. Start with {@link
 * org.sparkbertopic.job.run.RunDirectory} for writers and with {@link
 * org.sparkbertopic.job.run.FinishedRun} for readers.
 *
 * <p>May use the packages of the library. Knows no command.
 */
package org.sparkbertopic.job.run;
