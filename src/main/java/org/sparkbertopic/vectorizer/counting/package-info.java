/**
 * Counts terms per topic and per slice in bounded memory: paths of words, blocks, partial counts as
 * rows. Start with {@link org.sparkbertopic.vectorizer.counting.TopicTermCounter}.
 *
 * <p>May use Spark, {@code ctfidf} and the vectorizer.
 */
package org.sparkbertopic.vectorizer.counting;
