/**
 * The topics in a document, and of each of its words: BERTopic's {@code approximate_distribution}
 * on Spark. Start with {@link org.sparkbertopic.operations.distribution.DistributionStage}.
 *
 * <p>May use the stages and the steps. Must not use the estimator or the model.
 */
package org.sparkbertopic.operations.distribution;
