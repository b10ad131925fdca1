/**
 * Topics over time and per class: bins of timestamps, counts of each slice, and weights. Start with
 * {@link org.sparkbertopic.operations.slices.SliceStage}; {@link
 * org.sparkbertopic.operations.slices.TopicSlices} is the result.
 *
 * <p>May use the stages and the steps. Must not use the estimator or the model.
 */
package org.sparkbertopic.operations.slices;
