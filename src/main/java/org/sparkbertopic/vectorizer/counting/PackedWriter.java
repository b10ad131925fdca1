package org.sparkbertopic.vectorizer.counting;

import java.util.Arrays;

/** Appends to a growing array of bytes. Integers have variable length, with seven bits per byte. */
final class PackedWriter {

  private byte[] bytes = new byte[256];
  private int length;

  int length() {
    return length;
  }

  void writeByte(int value) {
    makeRoom(1);
    bytes[length++] = (byte) value;
  }

  void writeBytes(PackedWriter source) {
    writeBytes(source.bytes, 0, source.length);
  }

  /** Writes a non-negative number. */
  void writeNumber(long value) {
    makeRoom(Long.BYTES + 2);
    long rest = value;
    while (rest > 0x7F) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  void clear() {
    length = 0;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  void writeBytes(byte[] source, int from, int count) {
    makeRoom(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  private void makeRoom(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
    }
  }
}
