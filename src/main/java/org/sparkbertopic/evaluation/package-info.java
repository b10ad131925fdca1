/**
 * How good topics are: coherence and diversity of their words, agreement with given labels, and
 * agreement of several runs. Start with {@link org.sparkbertopic.evaluation.TopicEvaluator} and
 * {@link org.sparkbertopic.evaluation.Stability}; {@link
 * org.sparkbertopic.evaluation.TopicModelEvaluator} is Spark ML's evaluator. Spark counts; the
 * measures are computed from the counts.
 *
 * <p>May use Spark, {@code topics}, {@code vectorizer}, {@code ctfidf} and the clusterers. Must not
 * change a model.
 */
package org.sparkbertopic.evaluation;
