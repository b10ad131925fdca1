/**
 * Text to terms: tokenizers of many languages, n-grams, stop words, vocabulary limits, and the
 * distributed counts of term by topic, and by topic and time or class. May use Spark, Lucene and
 * jieba.
 */
package org.sparkbertopic.vectorizer;
