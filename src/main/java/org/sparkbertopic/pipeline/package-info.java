/**
 * A fit and a transform as objects that the API and the jobs call: {@link
 * org.sparkbertopic.pipeline.FitPipeline} runs the stages of a plan in order, {@link
 * org.sparkbertopic.pipeline.TransformPipeline} assigns documents by a fitted model.
 *
 * <p>May use the stages, the operations and persistence. Must not use the estimator, the model or
 * the jobs.
 */
package org.sparkbertopic.pipeline;
