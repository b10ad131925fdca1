package org.sparkbertopic.embedding.tensorflow;

/** An open SavedModel. Safe for concurrent use. */
interface SavedModelSession {

  /**
   * Runs the model on one text.
   *
   * @return the vector; numbers may be NaN where the model makes them so
   * @throws IllegalArgumentException if what comes out is not one vector
   */
  float[] embed(String text);
}
