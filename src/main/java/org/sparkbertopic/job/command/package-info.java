/**
 * One class for each command and subcommand, with its options and its help. Start with {@link
 * org.sparkbertopic.job.command.FitCommand}.
 *
 * <p>May use every package below the command line, and picocli.
 */
package org.sparkbertopic.job.command;
