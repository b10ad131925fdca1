package org.sparkbertopic.embedding.tensorflow;

/** An open SavedModel. Safe for concurrent use. */
interface SavedModelSession extends AutoCloseable {

  /**
   * Runs the model on one text.
   *
   * @return the vector; numbers may be NaN where the model makes them so
   * @throws IllegalArgumentException if what comes out is not one vector
   */
  float[] embed(String text);

  /** Lets go of the model; it must not be used any more. */
  @Override
  void close();
}
