/**
 * A model as functions of SQL, which look at one document at a time. Start with {@link
 * org.sparkbertopic.pipeline.query.ModelFunctions}.
 *
 * <p>May use the pipeline, the stages and the operations. Must not use the estimator, the model or
 * the jobs.
 */
package org.sparkbertopic.pipeline.query;
