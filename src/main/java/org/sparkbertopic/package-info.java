/**
 * What users type: {@link org.sparkbertopic.BERTopic}, a Spark ML Estimator, and {@link
 * org.sparkbertopic.BERTopicModel}, its Model. {@code BERTopic.fit} finds the topics of a table of
 * documents. The model assigns documents to topics, and each of its operations returns a new model.
 *
 * <p>Start with {@link org.sparkbertopic.BERTopic}. This package may use every package but {@code
 * job}. No package but {@code job} may use it.
 */
package org.sparkbertopic;
