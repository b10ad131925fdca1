/**
 * Topics that documents are given after a fit: by a person, by a split of a topic, or by the model
 * itself where it lacks counts. Start with {@link
 * org.sparkbertopic.operations.assignment.TopicAssignment}, which makes the new model.
 *
 * <p>May use the stages, the steps and persistence. Must not use the estimator or the model.
 */
package org.sparkbertopic.operations.assignment;
