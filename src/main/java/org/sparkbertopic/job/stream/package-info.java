/**
 * The job that assigns documents as they come, in batches. Start with {@link
 * org.sparkbertopic.job.stream.StreamJob}.
 *
 * <p>May use the packages of the library, {@code job.config}, {@code job.console}, {@code
 * job.input}, {@code job.run} and {@code job.fit}.
 */
package org.sparkbertopic.job.stream;
