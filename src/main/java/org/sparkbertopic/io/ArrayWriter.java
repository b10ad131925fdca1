package org.sparkbertopic.io;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes arrays as big-endian numbers without their length, in chunks; {@link ArrayReader} reads
 * them.
 */
public final class ArrayWriter {

  /** Values moved at a time: small against a model, large against a call. */
  private static final int CHUNK = 1 << 12;

  private ArrayWriter() {}

  public static void ints(int[] values, DataOutput out) throws IOException {
    ByteBuffer buffer = buffer(values.length, Integer.BYTES);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      buffer.asIntBuffer().put(values, from, count);
      out.write(buffer.array(), 0, count * Integer.BYTES);
    }
  }

  public static void floats(float[] values, DataOutput out) throws IOException {
    ByteBuffer buffer = buffer(values.length, Float.BYTES);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      buffer.asFloatBuffer().put(values, from, count);
      out.write(buffer.array(), 0, count * Float.BYTES);
    }
  }

  public static void doubles(double[] values, DataOutput out) throws IOException {
    ByteBuffer buffer = buffer(values.length, Double.BYTES);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      buffer.asDoubleBuffer().put(values, from, count);
      out.write(buffer.array(), 0, count * Double.BYTES);
    }
  }

  private static ByteBuffer buffer(int values, int bytesPerValue) {
    return ByteBuffer.allocate(Math.min(values, CHUNK) * bytesPerValue);
  }
}
