package org.sparkbertopic.compute;

/** Sum of the directions of some documents: of their embeddings with length 1. */
public final class DirectionSum {

  private final double[] sum;
  private int documents;

  public DirectionSum(int dimension) {
    this.sum = new double[dimension];
  }

  public void add(float[] embedding) {
    double length = Math.sqrt(Vectors.dot(embedding, embedding));
    for (int i = 0; i < sum.length && length > 0; i++) {
      sum[i] += embedding[i] / length;
    }
    documents++;
  }

  public float[] mean() {
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / documents);
    }
    return mean;
  }

  /**
   * The cosine of a document with the mean of the other documents; 0 if there is none. A document
   * that is new has no part in the mean either: of few documents, the part of each is large.
   */
  public double cosineWithOthers(float[] embedding) {
    double length = Math.sqrt(Vectors.dot(embedding, embedding));
    double product = 0;
    double squares = 0;
    for (int i = 0; i < sum.length && length > 0; i++) {
      double own = embedding[i] / length;
      double others = sum[i] - own;
      product += own * others;
      squares += others * others;
    }
    return squares == 0 ? 0 : product / Math.sqrt(squares);
  }
}
