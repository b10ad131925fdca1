package org.sparkbertopic.vectorizer.counting;

/** Reads the bytes of {@link PackedWriter}. */
public final class PackedReader {

  private byte[] bytes;
  private int position;
  private int end;

  PackedReader over(byte[] source, int from, int to) {
    bytes = source;
    position = from;
    end = to;
    return this;
  }

  boolean hasNext() {
    return position < end;
  }

  int position() {
    return position;
  }

  public void skip(int count) {
    position += count;
  }

  long readNumber() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[position++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
