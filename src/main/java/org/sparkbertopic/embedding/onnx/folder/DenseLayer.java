package org.sparkbertopic.embedding.onnx.folder;

import org.sparkbertopic.compute.Checks;

/**
 * A linear layer and an activation, the {@code Dense} module of sentence-transformers. Sums are
 * computed in double, row by row, so a result depends only on the vector.
 *
 * @param weights {@code [out][in]}
 * @param bias {@code [out]}
 * @param source the file, for messages
 */
record DenseLayer(float[][] weights, float[] bias, Activation activation, String source)
    implements VectorStep {

  @Override
  public float[] apply(float[] vector) {
    float[] result = new float[weights.length];
    for (int row = 0; row < result.length; row++) {
      float[] weight = weights[row];
      double sum = bias[row];
      for (int i = 0; i < vector.length; i++) {
        sum += (double) weight[i] * vector[i];
      }
      result[row] = (float) activation.apply(sum);
    }
    return result;
  }

  @Override
  public int resultLength(int length) {
    if (length != weights[0].length) {
      throw Checks.invalid(
          "in_features of the layer %s must be the %s numbers that pooling gives, got %s; leave"
              + " pooling to the model",
          source, length, weights[0].length);
    }
    return weights.length;
  }

  @Override
  public String title() {
    return "dense " + activation;
  }
}
