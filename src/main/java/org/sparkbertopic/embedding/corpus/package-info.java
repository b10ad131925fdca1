/**
 * Embedders that are trained on the documents of the fit and need no pretrained model: {@link
 * org.sparkbertopic.embedding.corpus.TfidfSvd} (TF-IDF with truncated SVD) and {@link
 * org.sparkbertopic.embedding.corpus.CorpusWord2Vec}. The topic model keeps what they learn, as a
 * {@link org.sparkbertopic.embedding.corpus.TermVectorEmbedder}.
 *
 * <p>May use what {@code embedding} may use, {@code ctfidf}, {@code vectorizer} and MLlib.
 */
package org.sparkbertopic.embedding.corpus;
