/**
 * The command line. {@link org.sparkbertopic.job.Main} is the entry point; the packages below hold
 * the commands, the configuration, the jobs and the output folder of a run.
 *
 * <p>May use every package. No other package may use it.
 */
package org.sparkbertopic.job;
