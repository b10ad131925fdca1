/**
 * The commands: one class per command and subcommand, with its options and its help. May use every
 * room.
 */
package org.sparkbertopic.job.command;
