package org.sparkbertopic.io;

import java.io.DataInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads arrays of big-endian numbers whose length comes from a file. The length is not trusted:
 * memory is allocated as values arrive, so that a damaged length cannot exhaust it. Takes O(length)
 * time, and at most twice the memory of the values in the file.
 */
public final class ArrayReader {

  /** Values moved at a time: few compared with a model, many compared with the cost of a call. */
  private static final int CHUNK = 1 << 14;

  /** The largest array of a JVM. */
  private static final int MOST_ENTRIES = Integer.MAX_VALUE - 8;

  private ArrayReader() {}

  /**
   * The next integers.
   *
   * @throws IOException if there are fewer, or more than an array can hold
   */
  public static int[] ints(DataInput in, long length) throws IOException {
    int[] values = new int[first(length)];
    byte[] bytes = new byte[values.length * Integer.BYTES];
    for (long from = 0; from < length; from += CHUNK) {
      int count = next(in, bytes, length - from, Integer.BYTES);
      values = from < values.length ? values : Arrays.copyOf(values, grown(from, length));
      ByteBuffer.wrap(bytes).asIntBuffer().get(values, (int) from, count);
    }
    return values;
  }

  /** The next longs, as {@link #ints}. */
  public static long[] longs(DataInput in, long length) throws IOException {
    long[] values = new long[first(length)];
    byte[] bytes = new byte[values.length * Long.BYTES];
    for (long from = 0; from < length; from += CHUNK) {
      int count = next(in, bytes, length - from, Long.BYTES);
      values = from < values.length ? values : Arrays.copyOf(values, grown(from, length));
      ByteBuffer.wrap(bytes).asLongBuffer().get(values, (int) from, count);
    }
    return values;
  }

  /** The next floats, as {@link #ints}. */
  public static float[] floats(DataInput in, long length) throws IOException {
    float[] values = new float[first(length)];
    byte[] bytes = new byte[values.length * Float.BYTES];
    for (long from = 0; from < length; from += CHUNK) {
      int count = next(in, bytes, length - from, Float.BYTES);
      values = from < values.length ? values : Arrays.copyOf(values, grown(from, length));
      ByteBuffer.wrap(bytes).asFloatBuffer().get(values, (int) from, count);
    }
    return values;
  }

  /** The next doubles, as {@link #ints}. */
  public static double[] doubles(DataInput in, long length) throws IOException {
    double[] values = new double[first(length)];
    byte[] bytes = new byte[values.length * Double.BYTES];
    for (long from = 0; from < length; from += CHUNK) {
      int count = next(in, bytes, length - from, Double.BYTES);
      values = from < values.length ? values : Arrays.copyOf(values, grown(from, length));
      ByteBuffer.wrap(bytes).asDoubleBuffer().get(values, (int) from, count);
    }
    return values;
  }

  private static int first(long length) throws IOException {
    if (length < 0 || length > MOST_ENTRIES) {
      throw new IOException(
          "the model is damaged: an array of length " + length + "; restore it or fit it again");
    }
    return (int) Math.min(length, CHUNK);
  }

  private static int next(DataInput in, byte[] bytes, long left, int bytesPerValue)
      throws IOException {
    int count = (int) Math.min(CHUNK, left);
    in.readFully(bytes, 0, count * bytesPerValue);
    return count;
  }

  /** The next size of a full array: twice as large, in whole chunks. */
  private static int grown(long full, long length) {
    return (int) Math.min(length, 2 * full);
  }
}
