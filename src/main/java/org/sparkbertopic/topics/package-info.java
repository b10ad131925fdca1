/**
 * The fitted topics as values. {@link org.sparkbertopic.topics.FittedTopics} is all that is known
 * of the topics of a model; {@link org.sparkbertopic.topics.Topic} is one of them; {@link
 * org.sparkbertopic.topics.TopicMapping} says which topic each topic becomes.
 *
 * <p>May use {@code ctfidf} and {@code compute}; must not use Spark.
 */
package org.sparkbertopic.topics;
