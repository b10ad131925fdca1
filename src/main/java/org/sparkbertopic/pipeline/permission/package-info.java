/**
 * What a loaded part may reach for outside of its model directory: hosts, environment variables,
 * paths. {@link org.sparkbertopic.pipeline.permission.PartAccesses} knows what each part needs;
 * {@link org.sparkbertopic.pipeline.permission.Permissions} holds what the run allows.
 *
 * <p>May use the embedders and the representations. Must not use the estimator, the model or the
 * jobs.
 */
package org.sparkbertopic.pipeline.permission;
