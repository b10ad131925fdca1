/**
 * Tells an MLflow server about runs: parameters, metrics, tags and artifacts. Start with {@link
 * org.sparkbertopic.job.tracking.RunTracking}, which never fails a run.
 *
 * <p>May use {@code http}, {@code job.config}, {@code job.console}, {@code job.run} and MLflow's
 * client, which no other package uses.
 */
package org.sparkbertopic.job.tracking;
