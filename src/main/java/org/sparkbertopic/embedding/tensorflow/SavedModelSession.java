package org.sparkbertopic.embedding.tensorflow;

/** An open SavedModel. Safe for concurrent use. */
interface SavedModelSession extends AutoCloseable {

  /**
   * Runs the model on one text.
   *
   * @return the vector; values may be NaN if the model computes them so
   * @throws IllegalArgumentException if the result is not one vector
   */
  float[] embed(String text);

  /** Releases the model, which must not be used afterwards. */
  @Override
  void close();
}
