package org.sparkbertopic.embedding.onnx;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.sparkbertopic.embedding.onnx.folder.Pooling;

/**
 * Pools the vectors of a text's tokens into one vector, for texts of equal token length: without
 * padding the attention mask is all ones. The results of several poolings are concatenated.
 *
 * @param ways in sentence-transformers' order
 * @param excluded tokens at the beginning (the prompt) that are left out, except the first token in
 *     {@link Pooling#CLS}
 * @param scaleFree whether the result is scaled to length one afterwards, so that a sum can replace
 *     a mean
 */
record TokenPooling(List<Pooling> ways, int excluded, boolean scaleFree) {

  /** The value that sentence-transformers uses for tokens that are left out. */
  private static final float MASKED = -1e9f;

  /**
   * @param tokens {@code [texts][length][dimension]}, read from its position on
   * @return {@code [texts][ways * dimension]}
   */
  float[][] pool(FloatBuffer tokens, int texts, int length, int dimension) {
    float[][] vectors = new float[texts][ways.size() * dimension];
    float[] token = new float[dimension];
    int start = tokens.position();
    for (int text = 0; text < texts; text++) {
      float[] vector = vectors[text];
      for (int way = 0; way < ways.size(); way++) {
        tokens.position(start + text * length * dimension);
        poolOne(ways.get(way), tokens, length, token, vector, way * dimension);
      }
    }
    return vectors;
  }

  /** Pools the {@code length} tokens that follow into {@code out} from {@code at} on. */
  private void poolOne(
      Pooling way, FloatBuffer tokens, int length, float[] token, float[] out, int at) {
    switch (way) {
      case CLS -> tokens.get(out, at, token.length);
      case LAST_TOKEN -> {
        skip(tokens, length - 1, token.length);
        tokens.get(out, at, token.length);
        if (excluded >= length) {
          Arrays.fill(out, at, at + token.length, 0);
        }
      }
      case MAX -> max(tokens, length, token, out, at);
      case WEIGHTED_MEAN -> {
        double weights = sum(tokens, length, token, out, at, true);
        scale(out, at, token.length, (float) (1 / Math.max(weights, 1e-9)));
      }
      default -> {
        double count = sum(tokens, length, token, out, at, false);
        double divisor = way == Pooling.MEAN_SQRT_LEN ? Math.sqrt(count) : count;
        if (!scaleFree || ways.size() > 1) {
          scale(out, at, token.length, (float) (1 / Math.max(divisor, 1e-9)));
        }
      }
    }
  }

  private void max(FloatBuffer tokens, int length, float[] token, float[] out, int at) {
    Arrays.fill(out, at, at + token.length, excluded > 0 ? MASKED : Float.NEGATIVE_INFINITY);
    skip(tokens, Math.min(excluded, length), token.length);
    for (int t = excluded; t < length; t++) {
      tokens.get(token);
      for (int i = 0; i < token.length; i++) {
        out[at + i] = Math.max(out[at + i], token[i]);
      }
    }
  }

  /** Adds tokens and returns the sum of their weights: one each, or the position from 1. */
  private double sum(
      FloatBuffer tokens, int length, float[] token, float[] out, int at, boolean byPosition) {
    double weights = 0;
    skip(tokens, Math.min(excluded, length), token.length);
    for (int t = excluded; t < length; t++) {
      tokens.get(token);
      float weight = byPosition ? t + 1 : 1;
      weights += weight;
      for (int i = 0; i < token.length; i++) {
        out[at + i] += weight * token[i];
      }
    }
    return weights;
  }

  private static void scale(float[] out, int at, int length, float factor) {
    for (int i = at; i < at + length; i++) {
      out[i] *= factor;
    }
  }

  private static void skip(FloatBuffer tokens, int count, int dimension) {
    tokens.position(tokens.position() + count * dimension);
  }
}
