/**
 * From text to words: tokenizers of languages, word forms, stop words, accents, cleaning. Start
 * with {@link org.sparkbertopic.vectorizer.language.Languages} and {@link
 * org.sparkbertopic.vectorizer.language.Tokenizer}.
 *
 * <p>May use Lucene and jieba; must not use Spark.
 */
package org.sparkbertopic.vectorizer.language;
