/**
 * Topics and documents as tables with BERTopic's columns, and what figures are drawn from. Start
 * with {@link org.sparkbertopic.operations.info.TopicTables}.
 *
 * <p>May use Spark, {@code topics}, {@code report.figures} and the other operations. Must not use
 * the estimator or the model.
 */
package org.sparkbertopic.operations.info;
