package org.sparkbertopic.representation;

import java.util.Locale;

/** Arithmetic on embeddings, in double precision and in order of the coordinates. */
final class Vectors {

  private Vectors() {}

  /** Cosine of the angle between two vectors; 0 where one of them is 0. */
  static double cosine(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "vectors must be of one space, got %d and %d coordinates; embed words by the model that"
                  + " embedded the documents, or choose a representation that compares words with each"
                  + " other alone",
              a.length,
              b.length));
    }
    double dot = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squaresA += (double) a[i] * a[i];
      squaresB += (double) b[i] * b[i];
    }
    double norms = Math.sqrt(squaresA) * Math.sqrt(squaresB);
    return norms == 0 ? 0 : dot / norms;
  }
}
