/**
 * The configuration: files, {@code -D} and options merged, checked by name and type, and turned
 * into the parts of a fit. Knows no run and no command.
 */
package org.sparkbertopic.job.config;
