/**
 * The jobs on a finished run: operations on topics ({@link
 * org.sparkbertopic.job.topics.TopicsJob}), and topics over time and per class ({@link
 * org.sparkbertopic.job.topics.SliceJob}).
 *
 * <p>May use the packages of the library, {@code job.run} and {@code job.fit}.
 */
package org.sparkbertopic.job.topics;
