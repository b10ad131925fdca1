/**
 * The command line: the entry point, and below it the commands, the configuration, the jobs and the
 * directory of a run. May use every room.
 */
package org.sparkbertopic.job;
