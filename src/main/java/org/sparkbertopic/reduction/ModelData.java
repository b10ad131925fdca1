package org.sparkbertopic.reduction;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.sparkbertopic.io.ArrayReader;
import org.sparkbertopic.io.ArrayWriter;

/**
 * Arrays and versions in a model file: big-endian, an array's length before its values. A length is
 * not believed: memory is taken as values arrive, so that a damaged one cannot exhaust it.
 */
public final class ModelData {

  /** Rows for which memory is taken before they arrive. */
  private static final int CHUNK = 1 << 14;

  private ModelData() {}

  /** Reads the version that begins a model and refuses those that came later than this class. */
  public static int readVersion(DataInput in, int newest, Class<?> reader) throws IOException {
    int version = in.readInt();
    if (version < 1 || version > newest) {
      throw new IOException(
          "unknown version "
              + version
              + ", "
              + reader.getSimpleName()
              + " supports at most "
              + newest
              + "; read the model with the release that wrote it, or a later one");
    }
    return version;
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

  /** The size of an array that is full, once more has arrived: twice as large, in whole chunks. */
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
}
