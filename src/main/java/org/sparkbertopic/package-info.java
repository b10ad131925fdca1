/**
 * {@code BERTopic} (a Spark ML Estimator) and {@code BERTopicModel} (its Model): the five stages in
 * order, and nothing else. May use every room below; no room below may use it.
 */
package org.sparkbertopic;
