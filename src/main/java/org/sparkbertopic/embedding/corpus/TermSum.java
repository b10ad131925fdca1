package org.sparkbertopic.embedding.corpus;

import java.util.Arrays;
import org.sparkbertopic.vectorizer.TermDictionary;
import org.sparkbertopic.vectorizer.language.TermSink;

/** Adds the vectors of a text's terms, in text order. */
final class TermSum implements TermSink {

  private final TermDictionary dictionary;
  private final float[][] vectors;
  private final double[] sum;

  TermSum(SharedTermVectors shared, int dimension) {
    this.dictionary = shared.dictionary();
    this.vectors = shared.vectors();
    this.sum = new double[dimension];
  }

  @Override
  public void accept(char[] chars, int from, int to) {
    int term = dictionary.find(chars, from, to);
    if (term >= 0) {
      float[] vector = vectors[term];
      for (int i = 0; i < sum.length; i++) {
        sum[i] += vector[i];
      }
    }
  }

  /** The sum since the last call, scaled to length 1, or zeros if nothing was added. */
  float[] take() {
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    double norm = Math.sqrt(squares);
    float[] unit = new float[sum.length];
    if (norm > 0) {
      for (int i = 0; i < unit.length; i++) {
        unit[i] = (float) (sum[i] / norm);
      }
    }
    Arrays.fill(sum, 0);
    return unit;
  }
}
