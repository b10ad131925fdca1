/**
 * {@code BERTopic} (a Spark ML Estimator) and {@code BERTopicModel} (its Model): the five stages in
 * order, the ways to fit, and the operations on a fitted model, put together of what the rooms do.
 * May use every room below; no room below may use it.
 */
package org.sparkbertopic;
