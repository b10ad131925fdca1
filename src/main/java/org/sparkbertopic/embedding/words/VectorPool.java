package org.sparkbertopic.embedding.words;

import java.util.Arrays;

/** Pools vectors in the order in which they are added. Sums have double precision. */
public final class VectorPool {

  private final WordPooling pooling;
  private final double[] pooled;
  private int count;

  public VectorPool(WordPooling pooling, int dimension) {
    this.pooling = pooling;
    this.pooled = new double[dimension];
  }

  public void clear() {
    count = 0;
    Arrays.fill(pooled, 0);
  }

  public void add(float[] vector) {
    switch (pooling) {
      case MEAN -> {
        for (int i = 0; i < pooled.length; i++) {
          pooled[i] += vector[i];
        }
      }
      case MAX -> {
        for (int i = 0; i < pooled.length; i++) {
          pooled[i] = count == 0 ? vector[i] : Math.max(pooled[i], vector[i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < pooled.length; i++) {
          pooled[i] = count == 0 ? vector[i] : Math.min(pooled[i], vector[i]);
        }
      }
    }
    count++;
  }

  /** The pooled vector; zeros if no vector was added. */
  public float[] result() {
    double divisor = pooling == WordPooling.MEAN ? Math.max(1, count) : 1;
    float[] result = new float[pooled.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) (pooled[i] / divisor);
    }
    return result;
  }
}
