/**
 * A model's topics for texts and embeddings in any JVM, without Spark, Scala and Hadoop on its
 * class path. Start with {@link org.sparkbertopic.scorer.TopicScorer}.
 *
 * <p>May use what assigns documents: {@code assign}, {@code embedding}, {@code persistence}, {@code
 * topics}, and the layout and the permissions of {@code pipeline}. Must not use Spark, Scala or
 * Hadoop; TopicScorerTest runs it without them.
 */
package org.sparkbertopic.scorer;
