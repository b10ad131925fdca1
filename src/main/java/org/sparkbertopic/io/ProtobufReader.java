package org.sparkbertopic.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Walks through a message in the wire format of Protocol Buffers, field by field, and skips the
 * fields that the caller does not read. Every length is checked against its enclosing message, so
 * this class finds a damaged file before a native parser crashes on it.
 */
public final class ProtobufReader {

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  private static final int MOST_STRING_BYTES = 1 << 20;
  private static final int MOST_DEPTH = 100;

  private final InputStream in;
  private long position;
  private long limit;
  private int depth;
  private int field;
  private int wireType;
  private long length;

  /**
   * @param size bytes of the whole message
   */
  public ProtobufReader(InputStream in, long size) {
    this.in = in;
    this.limit = size;
  }

  /** Reads a nested message: calls {@link #next} until it returns false. */
  public interface Walk {
    void over(ProtobufReader message) throws IOException;
  }

  /** Moves to the next field of the current message, and skips the rest of the previous one. */
  public boolean next() throws IOException {
    skipRest();
    if (position == limit) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (tag >>> 32 != 0 || field == 0) {
      throw new DamageException("a field's number is invalid at byte " + position);
    }
    length =
        switch (wireType) {
          case VARINT -> -1;
          case FIXED_64 -> Long.BYTES;
          case FIXED_32 -> Integer.BYTES;
          case BYTES -> varint();
          default -> throw new DamageException("a field's type is invalid at byte " + position);
        };
    if (length < -1 || length > limit - position) {
      throw new DamageException(
          "a field at byte " + position + " extends beyond the end of its message");
    }
    return true;
  }

  public int field() {
    return field;
  }

  private void skipRest() throws IOException {
    if (length == -1) {
      length = 0;
      varint();
    } else if (length > 0) {
      in.skipNBytes(length);
      position += length;
      length = 0;
    }
  }

  /** The current field's value as an integer. */
  public long number() throws IOException {
    if (wireType != VARINT) {
      throw new DamageException("a number is missing at byte " + position);
    }
    length = 0;
    return varint();
  }

  public String string() throws IOException {
    if (wireType != BYTES || length > MOST_STRING_BYTES) {
      throw new DamageException("a string is missing at byte " + position);
    }
    byte[] bytes = in.readNBytes((int) length);
    position += bytes.length;
    if (bytes.length < length) {
      throw new EOFException();
    }
    length = 0;
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Walks through the current field's value, a message. */
  public void message(Walk walk) throws IOException {
    if (wireType != BYTES || depth == MOST_DEPTH) {
      throw new DamageException("a message is missing at byte " + position);
    }
    long outer = limit;
    limit = position + length;
    length = 0;
    depth++;
    walk.over(this);
    while (next()) {
      // what the walk did not read
    }
    depth--;
    limit = outer;
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (position >= limit) {
        throw new DamageException("a number ends in the middle at byte " + position);
      }
      int b = in.read();
      if (b < 0) {
        throw new EOFException();
      }
      position++;
      value |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new DamageException("a number is too long at byte " + position);
  }

  /** The bytes are not a valid message. */
  public static final class DamageException extends IOException {

    private static final long serialVersionUID = 1L;

    public DamageException(String message) {
      super(message);
    }
  }
}
