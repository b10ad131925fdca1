package org.sparkbertopic.io;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Writes arrays as big-endian numbers without their length, in chunks; {@link ArrayReader} reads
 * them.
 */
public final class ArrayWriter {

  /** Values moved at a time: few compared with a model, many compared with the cost of a call. */
  private static final int CHUNK = 1 << 12;

  private ArrayWriter() {}

  public static void ints(int[] values, DataOutput out) throws IOException {
    byte[] bytes = chunk(values.length, Integer.BYTES);
    IntBuffer buffer = ByteBuffer.wrap(bytes).asIntBuffer();
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      buffer.clear().put(values, from, count);
      out.write(bytes, 0, count * Integer.BYTES);
    }
  }

  public static void floats(float[] values, DataOutput out) throws IOException {
    byte[] bytes = chunk(values.length, Float.BYTES);
    FloatBuffer buffer = ByteBuffer.wrap(bytes).asFloatBuffer();
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      buffer.clear().put(values, from, count);
      out.write(bytes, 0, count * Float.BYTES);
    }
  }

  public static void doubles(double[] values, DataOutput out) throws IOException {
    byte[] bytes = chunk(values.length, Double.BYTES);
    DoubleBuffer buffer = ByteBuffer.wrap(bytes).asDoubleBuffer();
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      buffer.clear().put(values, from, count);
      out.write(bytes, 0, count * Double.BYTES);
    }
  }

  private static byte[] chunk(int values, int bytesPerValue) {
    return new byte[Math.min(values, CHUNK) * bytesPerValue];
  }
}
