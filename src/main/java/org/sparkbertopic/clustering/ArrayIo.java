package org.sparkbertopic.clustering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Arrays as big-endian bytes without their length, some thousands of entries at a time. */
final class ArrayIo {

  private static final int ENTRIES = 4096;

  private ArrayIo() {}

  static void writeDoubles(double[] values, DataOutput out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(ENTRIES * Double.BYTES);
    for (int from = 0; from < values.length; from += ENTRIES) {
      int length = Math.min(ENTRIES, values.length - from);
      buffer.asDoubleBuffer().put(values, from, length);
      out.write(buffer.array(), 0, length * Double.BYTES);
    }
  }

  static void writeInts(int[] values, DataOutput out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(ENTRIES * Integer.BYTES);
    for (int from = 0; from < values.length; from += ENTRIES) {
      int length = Math.min(ENTRIES, values.length - from);
      buffer.asIntBuffer().put(values, from, length);
      out.write(buffer.array(), 0, length * Integer.BYTES);
    }
  }

  static double[] readDoubles(int length, DataInput in) throws IOException {
    double[] values = new double[length];
    ByteBuffer buffer = ByteBuffer.allocate(ENTRIES * Double.BYTES);
    for (int from = 0; from < length; from += ENTRIES) {
      int part = Math.min(ENTRIES, length - from);
      in.readFully(buffer.array(), 0, part * Double.BYTES);
      buffer.asDoubleBuffer().get(values, from, part);
    }
    return values;
  }

  static int[] readInts(int length, DataInput in) throws IOException {
    int[] values = new int[length];
    ByteBuffer buffer = ByteBuffer.allocate(ENTRIES * Integer.BYTES);
    for (int from = 0; from < length; from += ENTRIES) {
      int part = Math.min(ENTRIES, length - from);
      in.readFully(buffer.array(), 0, part * Integer.BYTES);
      buffer.asIntBuffer().get(values, from, part);
    }
    return values;
  }
}
