package org.sparkbertopic.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A message in the wire format of Protocol Buffers, built field by field. Nothing is copied before
 * {@link #writeTo}, which writes all of it in one pass: messages may hold large arrays.
 */
public final class ProtobufWriter {

  private static final int VARINT = 0;
  private static final int BYTES = 2;
  private static final int TAG_SHIFT = 3;

  private final List<Consumer<ByteBuffer>> parts = new ArrayList<>();
  private long length;

  /** Adds a whole number: an integer, a truth value, or a constant of an enum. */
  public ProtobufWriter number(int field, long value) {
    varint(((long) field << TAG_SHIFT) | VARINT);
    varint(value);
    return this;
  }

  public ProtobufWriter bytes(int field, byte[] value) {
    begin(field, value.length);
    return add(value.length, out -> out.put(value));
  }

  public ProtobufWriter string(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds the bytes of floats, row after row, little-endian; the rows are not copied. */
  public ProtobufWriter floats(int field, float[]... rows) {
    long bytes = 0;
    for (float[] row : rows) {
      bytes += (long) Float.BYTES * row.length;
    }
    begin(field, bytes);
    return add(
        bytes,
        out -> {
          ByteBuffer little = out.order(ByteOrder.LITTLE_ENDIAN);
          for (float[] row : rows) {
            little.asFloatBuffer().put(row);
            little.position(little.position() + Float.BYTES * row.length);
          }
        });
  }

  /** Adds a message, which must not be changed afterwards. */
  public ProtobufWriter message(int field, ProtobufWriter value) {
    begin(field, value.length);
    return add(value.length, value::writeTo);
  }

  /** Bytes of the message. */
  public long length() {
    return length;
  }

  /** Writes the message at the position of a buffer that has room for it. */
  public void writeTo(ByteBuffer out) {
    parts.forEach(part -> part.accept(out));
  }

  /**
   * @throws ArithmeticException if the message does not fit an array
   */
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(length));
    writeTo(out);
    return out.array();
  }

  private void begin(int field, long bytes) {
    varint(((long) field << TAG_SHIFT) | BYTES);
    varint(bytes);
  }

  private void varint(long value) {
    int bytes = 1;
    for (long rest = value >>> 7; rest != 0; rest >>>= 7) {
      bytes++;
    }
    add(
        bytes,
        out -> {
          long rest = value;
          while ((rest & ~0x7FL) != 0) {
            out.put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
          }
          out.put((byte) rest);
        });
  }

  private ProtobufWriter add(long bytes, Consumer<ByteBuffer> part) {
    parts.add(part);
    length += bytes;
    return this;
  }
}
