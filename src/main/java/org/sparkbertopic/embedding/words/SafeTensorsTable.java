package org.sparkbertopic.embedding.words;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.sparkbertopic.io.FileFormatException;
import org.sparkbertopic.io.SafeTensorsHeader;
import org.sparkbertopic.io.SafeTensorsHeader.Entry;

/**
 * The tensors of a safetensors file, read in place: matrices are memory mapped, and no tensor is
 * held on the heap.
 */
final class SafeTensorsTable {

  private static final String WHAT = "token vectors in the safetensors format";

  private final Path file;
  private final SafeTensorsHeader header;

  private SafeTensorsTable(Path file, SafeTensorsHeader header) {
    this.file = file;
    this.header = header;
  }

  /**
   * @throws IllegalArgumentException if the file has another format, or is truncated
   */
  static SafeTensorsTable read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new SafeTensorsTable(
          file, SafeTensorsHeader.read(in, Files.size(file), file.toString()));
    } catch (FileFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  boolean has(String name) {
    return header.entry(name).isPresent();
  }

  /** Maps a matrix of finite numbers. */
  VectorTable matrix(String name) throws IOException {
    Entry entry = header.entry(name).orElseThrow();
    long[] shape = entry.shape();
    if (shape.length != 2 || shape[0] < 1 || shape[1] < 1 || shape[1] > WordStore.MOST_DIMENSIONS) {
      throw unusable(entry, "must be a matrix");
    }
    VectorTable table = map(entry, shape[0], (int) shape[1]);
    long row = table.firstNotFinite();
    if (row >= 0) {
      throw unusable(entry, "has a number that is not finite, in row " + row);
    }
    return table;
  }

  /** Reads a vector of finite numbers; null if there is no tensor of this name. */
  float[] vector(String name) throws IOException {
    if (!has(name)) {
      return null;
    }
    Entry entry = vectorEntry(name);
    float[] values = new float[(int) entry.size()];
    map(entry, 1, values.length).read(0, values);
    if (!VectorTable.isFinite(values)) {
      throw unusable(entry, "has a number that is not finite");
    }
    return values;
  }

  /**
   * Reads a vector of row numbers; null if there is no tensor of this name.
   *
   * @param rows exclusive upper bound of the numbers
   */
  int[] indices(String name, long rows) throws IOException {
    if (!has(name)) {
      return null;
    }
    Entry entry = vectorEntry(name);
    ByteBuffer bytes;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      bytes =
          channel
              .map(MapMode.READ_ONLY, offset(entry), entry.end() - entry.begin())
              .order(ByteOrder.LITTLE_ENDIAN);
    }
    int[] values = new int[(int) entry.size()];
    for (int i = 0; i < values.length; i++) {
      long value =
          switch (entry.dtype()) {
            case I64, U64 -> bytes.getLong();
            case I32, U32 -> bytes.getInt() & 0xFFFFFFFFL;
            default -> throw unusable(entry, "must hold whole numbers");
          };
      if (value < 0 || value >= rows) {
        throw unusable(entry, "names the row " + value + " of " + rows);
      }
      values[i] = (int) value;
    }
    return values;
  }

  private Entry vectorEntry(String name) {
    Entry entry = header.entry(name).orElseThrow();
    if (entry.shape().length != 1
        || entry.size() < 1
        || entry.size() > Integer.MAX_VALUE / Long.BYTES) {
      throw unusable(entry, "must be a vector");
    }
    return entry;
  }

  private VectorTable map(Entry entry, long rows, int dimension) throws IOException {
    if (!VectorTable.TYPES.contains(entry.dtype())) {
      throw unusable(entry, "must be of one of the types " + VectorTable.TYPES);
    }
    return VectorTable.map(file, offset(entry), rows, dimension, entry.dtype());
  }

  private long offset(Entry entry) {
    return header.dataOffset() + entry.begin();
  }

  private IllegalArgumentException unusable(Entry entry, String problem) {
    return VectorFiles.unusable(
        file,
        WHAT,
        "its tensor " + entry.name() + ", " + entry + ", " + problem,
        VectorFiles.COPY_AGAIN);
  }
}
