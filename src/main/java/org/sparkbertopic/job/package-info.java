/**
 * The command line: one class per command, typed and checked configuration, the run's directory,
 * what the console shows. May use every room.
 */
package org.sparkbertopic.job;
