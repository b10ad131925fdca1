/** Languages: tokenizers, word forms, stop words, accents, cleaning. From a text to its words. */
package org.sparkbertopic.vectorizer.language;
