/**
 * Counts to weights: class-based TF-IDF over the counts of terms per topic. Start with {@link
 * org.sparkbertopic.ctfidf.ClassTfidf}; {@link org.sparkbertopic.ctfidf.TermMatrix} is the sparse
 * matrix.
 *
 * <p>May use {@code compute}; must not use Spark.
 */
package org.sparkbertopic.ctfidf;
