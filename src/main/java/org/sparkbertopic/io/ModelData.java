package org.sparkbertopic.io;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Numbers and arrays in a model file: big-endian, an array's length before its values. A length is
 * not trusted: memory is allocated as values arrive, so that a damaged length cannot exhaust it.
 */
public final class ModelData {

  /** Rows for which memory is allocated before they arrive. */
  private static final int CHUNK = 1 << 14;

  private ModelData() {}

  /** Reads a count and checks its bounds. */
  public static int count(DataInput in, int least, int most, String what) throws IOException {
    int count = in.readInt();
    if (count < least || count > most) {
      throw damaged(count + " " + what);
    }
    return count;
  }

  /** Begins a model by the version of its format and the length of its points. */
  public static void writeHeader(DataOutput out, int version, int dimension) throws IOException {
    out.writeInt(version);
    out.writeInt(dimension);
  }

  public static void writeInts(DataOutput out, int[] values) throws IOException {
    out.writeInt(values.length);
    ArrayWriter.ints(values, out);
  }

  public static int[] readInts(DataInput in) throws IOException {
    return ArrayReader.ints(in, readLength(in));
  }

  public static void writeFloats(DataOutput out, float[] values) throws IOException {
    out.writeInt(values.length);
    ArrayWriter.floats(values, out);
  }

  public static float[] readFloats(DataInput in) throws IOException {
    return ArrayReader.floats(in, readLength(in));
  }

  public static void writeRows(DataOutput out, float[][] rows) throws IOException {
    out.writeInt(rows.length);
    for (float[] row : rows) {
      writeFloats(out, row);
    }
  }

  public static float[][] readRows(DataInput in) throws IOException {
    int length = readLength(in);
    float[][] rows = new float[Math.min(length, CHUNK)][];
    for (int i = 0; i < length; i++) {
      if (i == rows.length) {
        rows = Arrays.copyOf(rows, grown(i, length));
      }
      rows[i] = readFloats(in);
    }
    return rows;
  }

  public static void writeDoubles(DataOutput out, double[] values) throws IOException {
    out.writeInt(values.length);
    ArrayWriter.doubles(values, out);
  }

  public static double[] readDoubles(DataInput in) throws IOException {
    return ArrayReader.doubles(in, readLength(in));
  }

  public static <E extends Enum<E>> E readEnum(DataInput in, Class<E> type) throws IOException {
    String name = in.readUTF();
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw damaged("unknown " + type.getSimpleName() + " '" + name + "'");
  }

  /** The next size of a full array: twice as large, in whole chunks. */
  private static int grown(int full, int length) {
    return (int) Math.min(length, 2L * full);
  }

  public static int readLength(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      throw damaged("an array of length " + length);
    }
    return length;
  }

  public static IOException damaged(String what) {
    return new IOException("the model is damaged: " + what + "; restore it or fit it again");
  }

  static EOFException cutShort() {
    return new EOFException("the model is damaged: it ends too early; restore it or fit it again");
  }
}
