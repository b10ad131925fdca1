/** Embedding by spaCy pipelines without Python: its tokenizer, strings and vectors. */
package org.sparkbertopic.embedding.spacy;
