/**
 * Counts of terms per topic and per slice in bounded memory. Start with {@link
 * org.sparkbertopic.vectorizer.counting.TopicTermCounter}.
 *
 * <p>May use Spark, {@code ctfidf} and the vectorizer.
 */
package org.sparkbertopic.vectorizer.counting;
