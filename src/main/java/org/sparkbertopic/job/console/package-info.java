/**
 * What a user reads: progress, log lines, one-sentence errors, and settings named as on the command
 * line. Start with {@link org.sparkbertopic.job.console.Console} and {@link
 * org.sparkbertopic.job.console.ErrorMessages}.
 *
 * <p>May use the packages of the library for the names of their settings. Does not depend on runs
 * or commands.
 */
package org.sparkbertopic.job.console;
