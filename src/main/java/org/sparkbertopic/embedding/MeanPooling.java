package org.sparkbertopic.embedding;

import java.nio.FloatBuffer;

/**
 * A text's vector as the mean of its tokens' vectors, scaled to length one (Reimers and Gurevych:
 * Sentence-BERT, EMNLP 2019, section 3). Without padding the attention mask is all ones, so every
 * token counts.
 */
final class MeanPooling {

  private MeanPooling() {}

  /**
   * @param tokens {@code [texts][length][dimension]}, read from its position on
   * @return {@code [texts][dimension]}; the zero vector where the sum is zero
   */
  static float[][] pool(FloatBuffer tokens, int texts, int length, int dimension) {
    float[][] vectors = new float[texts][dimension];
    float[] token = new float[dimension];
    for (float[] sum : vectors) {
      for (int t = 0; t < length; t++) {
        tokens.get(token);
        for (int i = 0; i < dimension; i++) {
          sum[i] += token[i];
        }
      }
      scaleToUnitLength(sum);
    }
    return vectors;
  }

  /** The sum instead of the mean will do: the length is divided out. */
  private static void scaleToUnitLength(float[] vector) {
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    if (squares > 0) {
      float scale = (float) (1 / Math.sqrt(squares));
      for (int i = 0; i < vector.length; i++) {
        vector[i] *= scale;
      }
    }
  }
}
