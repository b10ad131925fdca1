/**
 * Fewer topics: merge, delete, reduce to a number, reduce by HDBSCAN, and the hierarchy of topics.
 * Start with {@link org.sparkbertopic.operations.merging.TopicChange} and {@link
 * org.sparkbertopic.operations.merging.TopicHierarchy}. The corpus is not needed.
 *
 * <p>May use the steps. Must not use the estimator or the model.
 */
package org.sparkbertopic.operations.merging;
