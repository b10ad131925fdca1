package org.sparkbertopic.vectorizer.counting;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sparkbertopic.compute.Checks;

/**
 * A vector for each term of a vocabulary, learnt from a corpus. The vector of a text is the sum of
 * the vectors of its term occurrences. Callers must not change the arrays.
 *
 * @param terms distinct
 * @param vectors {@code [terms][dimension]}, finite
 * @param dimension length of the vectors, also if there are no terms
 */
public record TermVectors(List<String> terms, float[][] vectors, int dimension) {

  private static final int MAGIC = 0x54455256; // TERV
  private static final int FORMAT_VERSION = 1;

  /** No analyzer returns longer terms. Bounds the allocation for a damaged length. */
  private static final int MAX_TERM_BYTES = 1 << 20;

  public TermVectors {
    terms = List.copyOf(terms);
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension must be at least 1, got " + dimension);
    }
    if (vectors.length != terms.size()) {
      throw Checks.invalid(
          "vectors must have a row for each of the %d terms, got %d", terms.size(), vectors.length);
    }
    for (int term = 0; term < vectors.length; term++) {
      checkVector(terms.get(term), vectors[term], dimension);
    }
  }

  private static void checkVector(String term, float[] vector, int dimension) {
    if (vector.length != dimension) {
      throw Checks.invalid(
          "vectors must have %d numbers, got %d for \"%s\"", dimension, vector.length, term);
    }
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw Checks.invalid("vectors must be finite, got %s for \"%s\"", value, term);
      }
    }
  }

  /** Writes terms and vectors; equal values give equal bytes. */
  public void write(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(FORMAT_VERSION);
    out.writeInt(terms.size());
    out.writeInt(dimension);
    for (int term = 0; term < vectors.length; term++) {
      byte[] utf8 = terms.get(term).getBytes(StandardCharsets.UTF_8);
      out.writeInt(utf8.length);
      out.write(utf8);
      for (float value : vectors[term]) {
        out.writeFloat(value);
      }
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if the data are something else, or in a newer format
   * @throws EOFException if the data are truncated
   */
  public static TermVectors read(DataInputStream in) throws IOException {
    int magic = in.readInt();
    if (magic != MAGIC) {
      throw new IllegalArgumentException("the data are not term vectors; save the model again");
    }
    int version = in.readInt();
    if (version != FORMAT_VERSION) {
      throw Checks.invalid(
          "term vectors are of format %d, this library reads %d; use a newer one",
          version, FORMAT_VERSION);
    }
    int size = length(in, Integer.MAX_VALUE, "number of terms");
    int dimension = length(in, Short.MAX_VALUE, "dimension");
    List<String> terms = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    for (int term = 0; term < size; term++) {
      byte[] utf8 = in.readNBytes(length(in, MAX_TERM_BYTES, "length of a term"));
      terms.add(new String(utf8, StandardCharsets.UTF_8));
      float[] vector = new float[dimension];
      for (int i = 0; i < dimension; i++) {
        vector[i] = in.readFloat();
      }
      vectors.add(vector);
    }
    return new TermVectors(terms, vectors.toArray(new float[0][]), dimension);
  }

  private static int length(DataInputStream in, int most, String what) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw Checks.invalid("%s must be 0 to %d, got %d; copy the file again", what, most, length);
    }
    return length;
  }
}
