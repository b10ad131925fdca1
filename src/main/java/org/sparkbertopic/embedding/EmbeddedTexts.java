package org.sparkbertopic.embedding;

/**
 * Vectors of a list of texts.
 *
 * @param vectors {@code [texts][dimension]}
 * @param truncated {@code [texts]}: whether the model saw only the text's beginning
 * @param tokensSeen tokens of all texts that the model saw, without special tokens and the
 *     repetitions of overlaps; 0 if the backend does not count tokens
 * @param tokensLost tokens of all texts that the model did not see; estimated from the number of
 *     characters if only the beginning of a long text was tokenized
 */
public record EmbeddedTexts(
    float[][] vectors, boolean[] truncated, long tokensSeen, long tokensLost) {

  /** The result of a backend that does not count tokens. */
  public EmbeddedTexts(float[][] vectors, boolean[] truncated) {
    this(vectors, truncated, 0, 0);
  }
}
