/**
 * The output folder of a run: stages, lease, record, results and their publication. An interrupted
 * run resumes from here. Start with {@link org.sparkbertopic.job.run.RunDirectory} for writers and
 * with {@link org.sparkbertopic.job.run.FinishedRun} for readers.
 *
 * <p>May use the packages of the library. Does not depend on commands.
 */
package org.sparkbertopic.job.run;
