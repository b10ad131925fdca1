package org.sparkbertopic.persistence;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sparkbertopic.persistence.SafeTensorsHeader.Entry;

/**
 * The content of a safetensors file: eight bytes with the length of the header, a JSON header, the
 * tensors' raw bytes, everything little-endian. Nothing in such a file is ever executed.
 *
 * <p>Written and read as a stream through a buffer of 64 KiB beside the tensors themselves. Wider
 * elements come first in a file, then names ascending: every tensor is aligned, and equal content
 * gives equal bytes.
 *
 * @param tensors by name
 * @param metadata free text by name, may be empty
 */
public record SafeTensors(Map<String, Tensor> tensors, Map<String, String> metadata) {

  private static final int BUFFER_BYTES = 1 << 16;

  /** Limit of the format's own reference implementation. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  public SafeTensors {
    tensors = Map.copyOf(tensors);
    metadata = Map.copyOf(metadata);
  }

  /** Tensors without metadata. */
  public static SafeTensors of(Map<String, Tensor> tensors) {
    return new SafeTensors(tensors, Map.of());
  }

  /** Writes the file's bytes; does not close {@code out}. */
  public void write(OutputStream out) throws IOException {
    List<String> names = new ArrayList<>(tensors.keySet());
    names.sort(
        Comparator.comparingInt((String name) -> -tensors.get(name).dtype().bytes())
            .thenComparing(Comparator.naturalOrder()));
    List<Entry> entries = new ArrayList<>();
    long end = 0;
    for (String name : names) {
      Tensor tensor = tensors.get(name);
      long begin = end;
      end += (long) tensor.size() * tensor.dtype().bytes();
      entries.add(new Entry(name, tensor.dtype(), tensor.shape(), begin, end));
    }
    byte[] header = new SafeTensorsHeader(entries, metadata).toBytes();
    byte[] bytes = new byte[BUFFER_BYTES];
    littleEndian(bytes).putLong(header.length);
    out.write(bytes, 0, Long.BYTES);
    out.write(header);
    for (String name : names) {
      writeElements(tensors.get(name), bytes, out);
    }
  }

  private static void writeElements(Tensor tensor, byte[] bytes, OutputStream out)
      throws IOException {
    ByteBuffer buffer = littleEndian(bytes);
    int perBuffer = BUFFER_BYTES / tensor.dtype().bytes();
    for (int from = 0; from < tensor.size(); from += perBuffer) {
      int count = Math.min(perBuffer, tensor.size() - from);
      switch (tensor.dtype()) {
        case F32 -> buffer.asFloatBuffer().put((float[]) tensor.elements(), from, count);
        case F64 -> buffer.asDoubleBuffer().put((double[]) tensor.elements(), from, count);
        case I32 -> buffer.asIntBuffer().put((int[]) tensor.elements(), from, count);
        case I64 -> buffer.asLongBuffer().put((long[]) tensor.elements(), from, count);
      }
      out.write(bytes, 0, count * tensor.dtype().bytes());
    }
  }

  /**
   * Reads a file's bytes; does not close {@code in}.
   *
   * @param length bytes of the whole file: a file cut short is found before memory is taken for it
   * @param file its name, for messages
   * @throws ModelDirectoryException if the file is cut short, its header is damaged, or a tensor is
   *     of an unknown type
   */
  public static SafeTensors read(InputStream in, long length, String file) throws IOException {
    byte[] bytes = new byte[BUFFER_BYTES];
    if (length < Long.BYTES) {
      throw SafeTensorsHeader.damaged(
          file, String.format(Locale.ROOT, "it has %d bytes, too few", length));
    }
    fill(in, bytes, Long.BYTES, file);
    long headerBytes = littleEndian(bytes).getLong();
    if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, length - Long.BYTES)) {
      throw SafeTensorsHeader.damaged(
          file,
          String.format(
              Locale.ROOT,
              "a header of %s bytes in a file of %d is impossible, or it is no safetensors file",
              Long.toUnsignedString(headerBytes),
              length));
    }
    byte[] json = new byte[(int) headerBytes];
    fill(in, json, json.length, file);
    SafeTensorsHeader header =
        SafeTensorsHeader.parse(json, length - Long.BYTES - headerBytes, file);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Entry entry : header.entries()) {
      tensors.put(entry.name(), readElements(entry, bytes, in, file));
    }
    return new SafeTensors(tensors, header.metadata());
  }

  private static Tensor readElements(Entry entry, byte[] bytes, InputStream in, String file)
      throws IOException {
    ByteBuffer buffer = littleEndian(bytes);
    int width = entry.dtype().bytes();
    int size = (int) ((entry.end() - entry.begin()) / width);
    Object elements =
        switch (entry.dtype()) {
          case F32 -> new float[size];
          case F64 -> new double[size];
          case I32 -> new int[size];
          case I64 -> new long[size];
        };
    int perBuffer = BUFFER_BYTES / width;
    for (int from = 0; from < size; from += perBuffer) {
      int count = Math.min(perBuffer, size - from);
      fill(in, bytes, count * width, file);
      switch (entry.dtype()) {
        case F32 -> buffer.asFloatBuffer().get((float[]) elements, from, count);
        case F64 -> buffer.asDoubleBuffer().get((double[]) elements, from, count);
        case I32 -> buffer.asIntBuffer().get((int[]) elements, from, count);
        case I64 -> buffer.asLongBuffer().get((long[]) elements, from, count);
      }
    }
    return new Tensor(entry.dtype(), entry.shape(), elements);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void fill(InputStream in, byte[] target, int count, String file)
      throws IOException {
    int read = in.readNBytes(target, 0, count);
    if (read < count) {
      EOFException cause = new EOFException(count - read + " bytes are missing");
      throw new ModelDirectoryException(
          file + " is cut short; copy the file again or save the model again", cause);
    }
  }
}
