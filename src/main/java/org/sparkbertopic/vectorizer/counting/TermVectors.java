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
 * A vector for each term of a vocabulary, learnt from a corpus. The embedder that learnt them
 * defines how they make the vector of a text. Callers must not change the arrays.
 *
 * @param terms distinct
 * @param vectors {@code [terms][dimension]}, finite
 * @param dimension length of the vectors, also if there are no terms
 * @param common a direction that the embedder removes from the vectors of texts, finite; empty if
 *     there is none. Its length is that of the texts' vectors
 */
public record TermVectors(List<String> terms, float[][] vectors, int dimension, float[] common) {

  private static final int MAGIC = 0x54455256; // TERV

  /** Without a common direction; the only version before there was one. */
  private static final int FIRST_VERSION = 1;

  private static final int FORMAT_VERSION = 2;

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
    checkVector("the common direction", common, common.length);
  }

  /** Without a common direction. */
  public TermVectors(List<String> terms, float[][] vectors, int dimension) {
    this(terms, vectors, dimension, new float[0]);
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
    out.writeInt(common.length == 0 ? FIRST_VERSION : FORMAT_VERSION);
    out.writeInt(terms.size());
    out.writeInt(dimension);
    if (common.length > 0) {
      out.writeInt(common.length);
      write(common, out);
    }
    for (int term = 0; term < vectors.length; term++) {
      byte[] utf8 = terms.get(term).getBytes(StandardCharsets.UTF_8);
      out.writeInt(utf8.length);
      out.write(utf8);
      write(vectors[term], out);
    }
  }

  private static void write(float[] values, DataOutputStream out) throws IOException {
    for (float value : values) {
      out.writeFloat(value);
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
    if (version < FIRST_VERSION || version > FORMAT_VERSION) {
      throw Checks.invalid(
          "term vectors are of format %d, this library reads at most %d; use a newer one",
          version, FORMAT_VERSION);
    }
    int size = length(in, Integer.MAX_VALUE, "number of terms");
    int dimension = length(in, Short.MAX_VALUE, "dimension");
    float[] common =
        version == FIRST_VERSION
            ? new float[0]
            : floats(in, length(in, Short.MAX_VALUE, "length of the common direction"));
    List<String> terms = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    for (int term = 0; term < size; term++) {
      byte[] utf8 = in.readNBytes(length(in, MAX_TERM_BYTES, "length of a term"));
      terms.add(new String(utf8, StandardCharsets.UTF_8));
      vectors.add(floats(in, dimension));
    }
    return new TermVectors(terms, vectors.toArray(new float[0][]), dimension, common);
  }

  private static float[] floats(DataInputStream in, int count) throws IOException {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }

  private static int length(DataInputStream in, int most, String what) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw Checks.invalid("%s must be 0 to %d, got %d; copy the file again", what, most, length);
    }
    return length;
  }
}
