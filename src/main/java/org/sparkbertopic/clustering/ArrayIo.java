package org.sparkbertopic.clustering;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes arrays as big-endian bytes without their length, some thousands of entries at a time;
 * {@link org.sparkbertopic.compute.ArrayReader} reads them.
 */
public final class ArrayIo {

  private static final int ENTRIES = 4096;

  private ArrayIo() {}

  public static void writeDoubles(double[] values, DataOutput out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(ENTRIES * Double.BYTES);
    for (int from = 0; from < values.length; from += ENTRIES) {
      int length = Math.min(ENTRIES, values.length - from);
      buffer.asDoubleBuffer().put(values, from, length);
      out.write(buffer.array(), 0, length * Double.BYTES);
    }
  }

  public static void writeInts(int[] values, DataOutput out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(ENTRIES * Integer.BYTES);
    for (int from = 0; from < values.length; from += ENTRIES) {
      int length = Math.min(ENTRIES, values.length - from);
      buffer.asIntBuffer().put(values, from, length);
      out.write(buffer.array(), 0, length * Integer.BYTES);
    }
  }
}
