package org.sparkbertopic.embedding;

/**
 * Vectors of a list of texts.
 *
 * @param vectors {@code [texts][dimension]}
 * @param truncated {@code [texts]}: whether the model saw only the text's beginning
 */
public record EmbeddedTexts(float[][] vectors, boolean[] truncated) {}
