/**
 * What a person reads: progress, log lines, errors as one sentence, and the names of settings as
 * the command line has them.
 */
package org.sparkbertopic.job.console;
