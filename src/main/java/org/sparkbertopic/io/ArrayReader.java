package org.sparkbertopic.io;

import java.io.DataInput;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;

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
    return read(
        in, length, int[].class, Integer.BYTES, (b, to, at, n) -> b.asIntBuffer().get(to, at, n));
  }

  /** The next longs, as {@link #ints}. */
  public static long[] longs(DataInput in, long length) throws IOException {
    return read(
        in, length, long[].class, Long.BYTES, (b, to, at, n) -> b.asLongBuffer().get(to, at, n));
  }

  /** The next floats, as {@link #ints}. */
  public static float[] floats(DataInput in, long length) throws IOException {
    return read(
        in, length, float[].class, Float.BYTES, (b, to, at, n) -> b.asFloatBuffer().get(to, at, n));
  }

  /** The next doubles, as {@link #ints}. */
  public static double[] doubles(DataInput in, long length) throws IOException {
    return read(
        in,
        length,
        double[].class,
        Double.BYTES,
        (b, to, at, n) -> b.asDoubleBuffer().get(to, at, n));
  }

  /** Moves a chunk between bytes and an array. */
  interface Chunk<A> {

    void move(ByteBuffer bytes, A values, int from, int count);
  }

  private static <A> A read(
      DataInput in, long length, Class<A> type, int bytesPerValue, Chunk<A> chunk)
      throws IOException {
    int room = first(length);
    A values = type.cast(Array.newInstance(type.getComponentType(), room));
    byte[] bytes = new byte[room * bytesPerValue];
    for (long from = 0; from < length; from += CHUNK) {
      int count = next(in, bytes, length - from, bytesPerValue);
      if (from == room) {
        room = grown(from, length);
        A full = values;
        values = type.cast(Array.newInstance(type.getComponentType(), room));
        System.arraycopy(full, 0, values, 0, (int) from);
      }
      chunk.move(ByteBuffer.wrap(bytes), values, (int) from, count);
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
