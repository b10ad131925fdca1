/**
 * Text to terms: analysis, n-grams, stop words, vocabulary limits, and the distributed counts of
 * term by topic. May use Spark.
 */
package org.sparkbertopic.vectorizer;
