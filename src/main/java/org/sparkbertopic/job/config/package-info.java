/**
 * The configuration: files, {@code -D} and options are merged, checked by name and type, and turned
 * into the parts of a fit. Start with {@link org.sparkbertopic.job.config.JobConfig} and {@link
 * org.sparkbertopic.job.config.TopicModelConfig}.
 *
 * <p>Knows no run and no command.
 */
package org.sparkbertopic.job.config;
