package org.sparkbertopic.embedding.words;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import org.sparkbertopic.io.DType;

/**
 * A row-major matrix in a file, mapped into memory: reading a row copies it and uses no heap. The
 * matrix may have any size; it is mapped in segments of whole rows. Safe for concurrent use.
 */
public final class VectorTable {

  /** The number type in the file. */
  static final Set<DType> TYPES = EnumSet.of(DType.F16, DType.BF16, DType.F32, DType.F64, DType.I8);

  private static final long SEGMENT_BYTES = 1L << 30;

  private final ByteBuffer[] segments;
  private final FloatBuffer[] floats;
  private final DType type;
  private final long rowsPerSegment;
  private final long rows;
  private final int dimension;

  private VectorTable(
      ByteBuffer[] segments, DType type, long rowsPerSegment, long rows, int dimension) {
    this.segments = segments;
    this.floats = type == DType.F32 ? new FloatBuffer[segments.length] : null;
    for (int i = 0; floats != null && i < floats.length; i++) {
      floats[i] = segments[i].asFloatBuffer();
    }
    this.type = type;
    this.rowsPerSegment = rowsPerSegment;
    this.rows = rows;
    this.dimension = dimension;
  }

  static VectorTable map(Path file, long offset, long rows, int dimension, DType type)
      throws IOException {
    return map(file, offset, rows, dimension, type, SEGMENT_BYTES);
  }

  /**
   * @param segmentBytes maximum bytes per mapping, at least one row
   */
  static VectorTable map(
      Path file, long offset, long rows, int dimension, DType type, long segmentBytes)
      throws IOException {
    long rowBytes = (long) dimension * type.bytes();
    long rowsPerSegment = Math.max(1, segmentBytes / rowBytes);
    ByteBuffer[] segments =
        new ByteBuffer[Math.toIntExact((rows + rowsPerSegment - 1) / rowsPerSegment)];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() - offset < rows * rowBytes) {
        throw new IOException(file + " is too short for " + rows + " rows of " + dimension);
      }
      for (int i = 0; i < segments.length; i++) {
        long first = i * rowsPerSegment;
        long bytes = Math.min(rowsPerSegment, rows - first) * rowBytes;
        segments[i] =
            channel
                .map(MapMode.READ_ONLY, offset + first * rowBytes, bytes)
                .order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    return new VectorTable(segments, type, rowsPerSegment, rows, dimension);
  }

  public long rows() {
    return rows;
  }

  public int dimension() {
    return dimension;
  }

  /** Copies a row. */
  public void read(long row, float[] into) {
    int segment = (int) (row / rowsPerSegment);
    int first = (int) (row % rowsPerSegment) * dimension;
    if (floats != null) {
      floats[segment].get(first, into, 0, dimension);
      return;
    }
    ByteBuffer bytes = segments[segment];
    int at = first * type.bytes();
    for (int i = 0; i < dimension; i++, at += type.bytes()) {
      into[i] =
          switch (type) {
            case F16 -> DType.halfToFloat(bytes.getShort(at));
            case BF16 -> DType.bfloatToFloat(bytes.getShort(at));
            case F32 -> bytes.getFloat(at);
            case F64 -> (float) bytes.getDouble(at);
            case I8 -> bytes.get(at);
            default -> throw new IllegalStateException("a table of " + type);
          };
    }
  }

  /** The first row with a number that is not finite; -1 if there is none. Reads all rows. */
  long firstNotFinite() {
    float[] row = new float[dimension];
    for (long i = 0; i < rows; i++) {
      read(i, row);
      if (!isFinite(row)) {
        return i;
      }
    }
    return -1;
  }

  static boolean isFinite(float[] row) {
    // Zero times a finite number is zero, and zero times infinity or NaN is NaN. So one test per
    // row suffices, without branches in the loop.
    float sum = 0;
    for (float value : row) {
      sum += value * 0f;
    }
    return sum == 0;
  }
}
