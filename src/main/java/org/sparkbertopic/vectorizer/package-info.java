/**
 * Text to terms: {@link org.sparkbertopic.vectorizer.CountVectorizer} holds the settings, {@link
 * org.sparkbertopic.vectorizer.TermAnalyzer} finds the terms of a text (words, n-grams, stop words,
 * stems).
 *
 * <p>May use Lucene; Spark only in {@code counting}.
 */
package org.sparkbertopic.vectorizer;
