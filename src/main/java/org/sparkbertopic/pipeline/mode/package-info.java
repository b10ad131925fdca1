/**
 * The ways to fit: topics are found in a layout, or given. Seed topics, zero-shot topics and labels
 * take part in the layout. {@link org.sparkbertopic.pipeline.mode.FitPlan} says which way; {@link
 * org.sparkbertopic.pipeline.mode.FitModes} says which go together.
 */
package org.sparkbertopic.pipeline.mode;
