package org.sparkbertopic.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sparkbertopic.io.SafeTensorsHeader.Entry;

/**
 * The content of a safetensors file: eight bytes with the length of the header, a JSON header, the
 * tensors' raw bytes, everything little-endian. Reading such a file executes nothing from it.
 *
 * <p>Writes and reads streams with a buffer of 64 KiB in addition to the tensors. Tensors are
 * sorted by descending element width, then by name, so every tensor is aligned, and equal content
 * gives equal bytes.
 *
 * @param tensors by name
 * @param metadata strings by name, may be empty
 */
public record SafeTensors(Map<String, Tensor> tensors, Map<String, String> metadata) {

  private static final int BUFFER_BYTES = 1 << 16;

  /** The largest array of a JVM. */
  private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  /** Half precision is read as 32-bit floats, which represent it exactly. */
  private static final Set<DType> KNOWN =
      EnumSet.of(DType.F16, DType.BF16, DType.F32, DType.F64, DType.I32, DType.I64);

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
    byte[] header = SafeTensorsHeader.toBytes(entries, metadata);
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
        default -> throw new IllegalStateException("a tensor of " + tensor.dtype());
      }
      out.write(bytes, 0, count * tensor.dtype().bytes());
    }
  }

  /**
   * Reads a file's bytes; does not close {@code in}.
   *
   * @param length size of the whole file in bytes, to detect a truncated file before memory is
   *     allocated
   * @param file its name, for messages
   * @throws FileFormatException if the file is truncated, its header is damaged, or a tensor has an
   *     unsupported type
   */
  public static SafeTensors read(InputStream in, long length, String file) throws IOException {
    SafeTensorsHeader header = SafeTensorsHeader.read(in, length, file);
    for (Entry entry : header.entries()) {
      requireReadable(entry, file);
    }
    byte[] bytes = new byte[BUFFER_BYTES];
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Entry entry : header.entries()) {
      tensors.put(entry.name(), readElements(entry, bytes, in, file));
    }
    return new SafeTensors(tensors, header.metadata());
  }

  private static void requireReadable(Entry entry, String file) throws FileFormatException {
    if (!KNOWN.contains(entry.dtype())) {
      throw SafeTensorsHeader.unknownType(entry.name(), entry.dtype(), KNOWN, file);
    }
    if (entry.size() > MOST_ELEMENTS) {
      throw new FileFormatException(
          String.format(
              Locale.ROOT,
              "%s: tensor '%s' has %d elements, more than fit an array of the JVM; split it",
              file,
              entry.name(),
              entry.size()));
    }
  }

  private static Tensor readElements(Entry entry, byte[] bytes, InputStream in, String file)
      throws IOException {
    ByteBuffer buffer = littleEndian(bytes);
    int width = entry.dtype().bytes();
    int size = (int) entry.size();
    Object elements =
        switch (entry.dtype()) {
          case F64 -> new double[size];
          case I32 -> new int[size];
          case I64 -> new long[size];
          default -> new float[size];
        };
    int perBuffer = BUFFER_BYTES / width;
    for (int from = 0; from < size; from += perBuffer) {
      int count = Math.min(perBuffer, size - from);
      int read = in.readNBytes(bytes, 0, count * width);
      if (read < count * width) {
        throw SafeTensorsHeader.cutShort(file, count * width - read);
      }
      switch (entry.dtype()) {
        case F32 -> buffer.asFloatBuffer().get((float[]) elements, from, count);
        case F64 -> buffer.asDoubleBuffer().get((double[]) elements, from, count);
        case I32 -> buffer.asIntBuffer().get((int[]) elements, from, count);
        case I64 -> buffer.asLongBuffer().get((long[]) elements, from, count);
        default -> widen(buffer.asShortBuffer(), entry.dtype(), (float[]) elements, from, count);
      }
    }
    return new Tensor(width == Short.BYTES ? DType.F32 : entry.dtype(), entry.shape(), elements);
  }

  private static void widen(ShortBuffer halves, DType type, float[] into, int from, int count) {
    for (int i = 0; i < count; i++) {
      short half = halves.get(i);
      into[from + i] = type == DType.F16 ? DType.halfToFloat(half) : DType.bfloatToFloat(half);
    }
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
