package org.sparkbertopic.embedding.words;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The tensors of a safetensors file, looked at in place: its header is read, a matrix is mapped.
 * Unlike the model directory's reader it holds no tensor in the heap, and knows the types in which
 * embeddings are published.
 */
final class SafeTensorsTable {

  private static final String WHAT = "token vectors in the safetensors format";

  /** Limit of the format's own implementation; a static model's header has some hundred bytes. */
  private static final long MOST_HEADER_BYTES = 100_000_000;

  private final Path file;
  private final JsonNode header;
  private final long dataOffset;
  private final long dataBytes;

  private SafeTensorsTable(Path file, JsonNode header, long dataOffset, long dataBytes) {
    this.file = file;
    this.header = header;
    this.dataOffset = dataOffset;
    this.dataBytes = dataBytes;
  }

  /**
   * @throws IllegalArgumentException if it is no such file, or is cut short
   */
  static SafeTensorsTable read(Path file) throws IOException {
    long length = Files.size(file);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] prefix = in.readNBytes(Long.BYTES);
      long headerBytes =
          prefix.length < Long.BYTES
              ? -1
              : ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (headerBytes < 2 || headerBytes > Math.min(MOST_HEADER_BYTES, length - Long.BYTES)) {
        throw unusable(file, "it is something else, or cut short");
      }
      JsonNode header = JsonFiles.parse(file, in.readNBytes((int) headerBytes));
      if (!header.isObject()) {
        throw unusable(file, "its header is no JSON object");
      }
      long offset = Long.BYTES + headerBytes;
      return new SafeTensorsTable(file, header, offset, length - offset);
    }
  }

  boolean has(String name) {
    return header.path(name).isObject();
  }

  /** Maps a matrix of finite numbers. */
  VectorTable matrix(String name) throws IOException {
    long[] shape = shape(name);
    if (shape.length != 2 || shape[0] < 1 || shape[1] < 1 || shape[1] > WordStore.MOST_DIMENSIONS) {
      throw unusable(file, "its tensor " + name + " is no matrix");
    }
    ElementType type = floats(name);
    VectorTable table =
        VectorTable.map(file, begin(name, type.bytes()), shape[0], Math.toIntExact(shape[1]), type);
    requireFinite(name, table);
    return table;
  }

  /** Reads a vector of numbers; null if there is no such tensor. */
  float[] vector(String name) throws IOException {
    if (!has(name)) {
      return null;
    }
    ElementType type = floats(name);
    int size = size(name);
    VectorTable table = VectorTable.map(file, begin(name, type.bytes()), size, 1, type);
    requireFinite(name, table);
    float[] values = new float[size];
    float[] value = new float[1];
    for (int i = 0; i < size; i++) {
      table.read(i, value);
      values[i] = value[0];
    }
    return values;
  }

  /**
   * Reads a vector of row numbers; null if there is no such tensor.
   *
   * @param rows what each must be less than
   */
  int[] indices(String name, long rows) throws IOException {
    if (!has(name)) {
      return null;
    }
    String type = header.path(name).path("dtype").asText();
    int width = type.equals("I64") || type.equals("U64") ? Long.BYTES : Integer.BYTES;
    if (width == Integer.BYTES && !type.equals("I32") && !type.equals("U32")) {
      throw unusable(file, "its tensor " + name + " is of the type " + type);
    }
    int[] values = new int[size(name)];
    long begin = begin(name, width);
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, width))
            .order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (bytes.hasRemaining() && channel.read(bytes, begin + bytes.position()) >= 0) {
        // More.
      }
    }
    for (int i = 0; i < values.length; i++) {
      long value =
          width == Long.BYTES ? bytes.getLong(i * width) : bytes.getInt(i * width) & 0xFFFFFFFFL;
      if (value < 0 || value >= rows) {
        throw unusable(file, "its tensor " + name + " names the row " + value + " of " + rows);
      }
      values[i] = (int) value;
    }
    return values;
  }

  private void requireFinite(String name, VectorTable table) {
    long row = table.firstNotFinite();
    if (row >= 0) {
      throw unusable(
          file, "its tensor " + name + " has a number that is not finite, in row " + row);
    }
  }

  private ElementType floats(String name) {
    String type = header.path(name).path("dtype").asText();
    return switch (type) {
      case "F16" -> ElementType.F16;
      case "BF16" -> ElementType.BF16;
      case "F32" -> ElementType.F32;
      case "F64" -> ElementType.F64;
      case "I8" -> ElementType.I8;
      default -> throw unusable(file, "its tensor " + name + " is of the type " + type);
    };
  }

  private int size(String name) {
    long[] shape = shape(name);
    if (shape.length != 1 || shape[0] > Integer.MAX_VALUE / Long.BYTES) {
      throw unusable(file, "its tensor " + name + " is no vector");
    }
    return (int) shape[0];
  }

  private long[] shape(String name) {
    JsonNode shape = header.path(name).path("shape");
    long[] result = new long[shape.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = shape.get(i).asLong(-1);
      if (result[i] < 0 || result[i] > dataBytes) {
        throw unusable(file, "its tensor " + name + " is of the shape " + shape);
      }
    }
    return result;
  }

  /** Where a tensor begins in the file, if its bytes are there and as many as its shape says. */
  private long begin(String name, int width) {
    JsonNode offsets = header.path(name).path("data_offsets");
    long begin = offsets.path(0).asLong(-1);
    long end = offsets.path(1).asLong(-1);
    long elements = 1;
    for (long axis : shape(name)) {
      elements = Math.multiplyHigh(elements, axis) == 0 ? elements * axis : -1;
    }
    if (begin < 0
        || end < begin
        || end > dataBytes
        || elements < 0
        || (end - begin) / width != elements
        || (end - begin) % width != 0) {
      throw unusable(
          file,
          "its tensor "
              + name
              + " is of the shape "
              + header.path(name).path("shape")
              + " and lies in the bytes "
              + offsets
              + " of "
              + dataBytes);
    }
    return dataOffset + begin;
  }

  private static IllegalArgumentException unusable(Path file, String problem) {
    return VectorFiles.unusable(file, WHAT, problem, VectorFiles.COPY_AGAIN);
  }
}
