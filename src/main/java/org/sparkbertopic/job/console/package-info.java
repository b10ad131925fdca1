/**
 * What a person reads: progress, log lines, errors as one sentence, and the names of settings as
 * the command line has them. Start with {@link org.sparkbertopic.job.console.Console} and {@link
 * org.sparkbertopic.job.console.ErrorMessages}.
 *
 * <p>May use the packages of the library for the names of their settings. Knows no run and no
 * command.
 */
package org.sparkbertopic.job.console;
