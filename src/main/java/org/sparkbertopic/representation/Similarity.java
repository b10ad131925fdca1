package org.sparkbertopic.representation;

import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.Vectors;

/** Compares embeddings that may be from different models. */
final class Similarity {

  private Similarity() {}

  /** Cosine of the angle between two vectors; 0 if one of them is zero. */
  static double cosine(float[] a, float[] b) {
    if (a.length != b.length) {
      throw Checks.invalid(
          "vectors must be of one space, got %d and %d coordinates; embed words by the model that"
              + " embedded the documents, or choose a representation that compares words with each"
              + " other alone",
          a.length, b.length);
    }
    return Vectors.cosine(a, b);
  }
}
