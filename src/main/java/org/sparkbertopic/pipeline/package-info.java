/**
 * What fits and transforms are made of: documents to vectors, and vectors to topics on executors.
 * Start with {@link org.sparkbertopic.pipeline.ShippedModel}.
 *
 * <p>May use the stages, the operations and persistence. Must not use the estimator, the model or
 * the jobs.
 */
package org.sparkbertopic.pipeline;
