/**
 * The configuration: merges files, {@code -D} and options, checks names and types, and turns the
 * result into the parts of a fit. Start with {@link org.sparkbertopic.job.config.JobConfig} and
 * {@link org.sparkbertopic.job.config.TopicModelConfig}.
 *
 * <p>Does not depend on runs or commands.
 */
package org.sparkbertopic.job.config;
