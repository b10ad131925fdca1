package org.sparkbertopic.embedding;

/**
 * Vectors of a list of texts.
 *
 * @param vectors {@code [texts][dimension]}
 * @param truncated {@code [texts]}: whether the model saw only the text's beginning
 * @param tokensSeen tokens of all texts that the model saw, without special tokens and repetitions
 *     by overlap; 0 where the backend has no tokens to count
 * @param tokensLost tokens of all texts that the model did not see; estimated from their characters
 *     where a text was so long that only a beginning was tokenized
 */
public record EmbeddedTexts(
    float[][] vectors, boolean[] truncated, long tokensSeen, long tokensLost) {

  /** Of a backend that does not count tokens. */
  public EmbeddedTexts(float[][] vectors, boolean[] truncated) {
    this(vectors, truncated, 0, 0);
  }
}
