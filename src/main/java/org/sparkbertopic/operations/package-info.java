/**
 * Operations on fitted topics. Each operation has a package with its values, its computation and
 * its Spark part. They are called through {@link org.sparkbertopic.topics.FittedTopics} values, by
 * the model and by jobs.
 *
 * <p>May use the stages and the steps. Must not use the estimator, the model or the jobs.
 */
package org.sparkbertopic.operations;
