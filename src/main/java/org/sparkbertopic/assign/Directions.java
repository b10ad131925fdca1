package org.sparkbertopic.assign;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.Vectors;
import org.sparkbertopic.io.ArrayReader;

/** Finds the vector with the smallest angle to a given one. */
final class Directions {

  private static final int MOST_NUMBERS = 1 << 28;

  private final float[][] vectors;
  private final double[] lengths;

  /**
   * @param vectors {@code [count][dimension]}, finite
   * @param what they are, for messages
   * @throws IllegalArgumentException if there is none, lengths differ or a number is not finite
   */
  Directions(float[][] vectors, String what) {
    this.vectors = vectors;
    this.lengths = new double[vectors.length];
    if (vectors.length == 0) {
      throw new IllegalArgumentException(what + " must not be empty; give at least one");
    }
    for (int i = 0; i < vectors.length; i++) {
      if (vectors[i].length != vectors[0].length) {
        throw Checks.invalid(
            "%s must have embeddings of one length, got %d after %d; embed them with one model",
            what, vectors[i].length, vectors[0].length);
      }
      lengths[i] = Vectors.length(vectors[i]);
      if (!Double.isFinite(lengths[i])) {
        throw Checks.invalid(
            "%s must have finite embeddings, got another for number %d; look at its text", what, i);
      }
    }
  }

  int count() {
    return vectors.length;
  }

  int dimension() {
    return vectors[0].length;
  }

  float[] vector(int index) {
    return vectors[index];
  }

  /** The vector at the smallest angle, the first at a tie. */
  int nearest(float[] embedding) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < vectors.length; i++) {
      double scaled = lengths[i] == 0 ? 0 : Vectors.dot(embedding, vectors[i]) / lengths[i];
      if (scaled > highest) {
        highest = scaled;
        best = i;
      }
    }
    return best;
  }

  /** The cosine with a vector; 0 where one of the two has no direction. */
  double cosine(int index, float[] embedding) {
    double length = Vectors.length(embedding) * lengths[index];
    return length == 0 ? 0 : Vectors.dot(embedding, vectors[index]) / length;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(vectors.length);
    out.writeInt(dimension());
    for (float[] vector : vectors) {
      for (float value : vector) {
        out.writeFloat(value);
      }
    }
  }

  static Directions read(DataInput in, String what) throws IOException {
    int count = in.readInt();
    int dimension = in.readInt();
    if (count < 1 || dimension < 1 || (long) count * dimension > MOST_NUMBERS) {
      throw new IOException("damaged layout model: " + count + " x " + dimension + " " + what);
    }
    float[] values = ArrayReader.floats(in, (long) count * dimension);
    float[][] vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = Arrays.copyOfRange(values, i * dimension, (i + 1) * dimension);
    }
    try {
      return new Directions(vectors, what);
    } catch (IllegalArgumentException e) {
      throw new IOException("damaged layout model: " + e.getMessage(), e);
    }
  }
}
