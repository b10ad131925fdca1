/**
 * Which topics of two models are the same. {@link
 * org.sparkbertopic.operations.matching.TopicMatcher} pairs topics; {@link
 * org.sparkbertopic.operations.matching.LikeModel} gives the topics of a new fit the ids of an
 * earlier model.
 *
 * <p>May use the stages, the steps and persistence. Must not use the estimator or the model.
 */
package org.sparkbertopic.operations.matching;
