package org.sparkbertopic.embedding.onnx.folder;

/** A step applied to a pooled vector. */
public interface VectorStep {

  /** Scales to length one; leaves the zero vector as it is. */
  VectorStep UNIT_LENGTH = new UnitLength();

  /** May change and return its argument. */
  float[] apply(float[] vector);

  /**
   * @return the length of the result for a vector of {@code length}
   * @throws IllegalArgumentException if it does not accept such a vector
   */
  int resultLength(int length);

  /** Identifies the step, except for weights that it reads from a file. */
  String title();

  /** See {@link #UNIT_LENGTH}. */
  record UnitLength() implements VectorStep {

    @Override
    public float[] apply(float[] vector) {
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
      return vector;
    }

    @Override
    public int resultLength(int length) {
      return length;
    }

    @Override
    public String title() {
      return "l2";
    }
  }
}
