/**
 * Labels of topics: those that a person sets, and those made of words. Start with {@link
 * org.sparkbertopic.operations.labels.TopicLabels}.
 *
 * <p>May use {@code topics}; must not use Spark.
 */
package org.sparkbertopic.operations.labels;
