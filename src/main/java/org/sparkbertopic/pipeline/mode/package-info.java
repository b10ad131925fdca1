/**
 * The ways to fit: topics are found in a layout, or given. Seed topics, zero-shot topics and labels
 * take part in the layout. {@link org.sparkbertopic.pipeline.mode.FitPlan} is a value that says
 * which way; {@link org.sparkbertopic.pipeline.mode.FitModes} says which ways go together.
 *
 * <p>May use the stages, the operations and the steps. Must not use the estimator, the model or the
 * jobs.
 */
package org.sparkbertopic.pipeline.mode;
