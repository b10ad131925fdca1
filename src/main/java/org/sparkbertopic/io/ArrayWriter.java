package org.sparkbertopic.io;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes arrays as big-endian numbers without their length, in chunks; {@link ArrayReader} reads
 * them.
 */
public final class ArrayWriter {

  /** Values moved at a time: few compared with a model, many compared with the cost of a call. */
  private static final int CHUNK = 1 << 12;

  private ArrayWriter() {}

  public static void ints(int[] values, DataOutput out) throws IOException {
    write(
        values,
        values.length,
        Integer.BYTES,
        out,
        (b, from, at, n) -> b.asIntBuffer().put(from, at, n));
  }

  public static void floats(float[] values, DataOutput out) throws IOException {
    write(
        values,
        values.length,
        Float.BYTES,
        out,
        (b, from, at, n) -> b.asFloatBuffer().put(from, at, n));
  }

  public static void doubles(double[] values, DataOutput out) throws IOException {
    write(
        values,
        values.length,
        Double.BYTES,
        out,
        (b, from, at, n) -> b.asDoubleBuffer().put(from, at, n));
  }

  private static <A> void write(
      A values, int length, int bytesPerValue, DataOutput out, ArrayReader.Chunk<A> chunk)
      throws IOException {
    byte[] bytes = new byte[Math.min(length, CHUNK) * bytesPerValue];
    for (int from = 0; from < length; from += CHUNK) {
      int count = Math.min(CHUNK, length - from);
      chunk.move(ByteBuffer.wrap(bytes), values, from, count);
      out.write(bytes, 0, count * bytesPerValue);
    }
  }
}
