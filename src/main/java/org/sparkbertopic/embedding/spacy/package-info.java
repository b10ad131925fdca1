/**
 * Embeds with spaCy pipelines that have vectors, without Python: reads the tokenizer, the string
 * store and the vectors of a pipeline folder. Start with {@link
 * org.sparkbertopic.embedding.spacy.SpacyEmbedder}.
 *
 * <p>May use what {@code embedding.words} may use. Must not run code of a pipeline.
 */
package org.sparkbertopic.embedding.spacy;
