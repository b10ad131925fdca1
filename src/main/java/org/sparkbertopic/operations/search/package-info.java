/**
 * Finds the topics closest to a vector: {@link org.sparkbertopic.operations.search.TopicSearch}.
 *
 * <p>May use {@code topics} and {@code compute}; must not use Spark.
 */
package org.sparkbertopic.operations.search;
