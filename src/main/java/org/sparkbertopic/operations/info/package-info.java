/**
 * Topics and documents as tables with BERTopic's columns. Start with {@link
 * org.sparkbertopic.operations.info.TopicTables}.
 *
 * <p>May use Spark and {@code topics}. Must not use the estimator or the model.
 */
package org.sparkbertopic.operations.info;
