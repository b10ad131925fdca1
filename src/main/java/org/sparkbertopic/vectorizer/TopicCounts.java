package org.sparkbertopic.vectorizer;

import java.util.Arrays;
import java.util.Locale;

/**
 * A list of (topic, count) in few bytes: variable-length integers, the topics' differences. Topics
 * must be ascending from -1.
 */
final class TopicCounts {

  private static final int BEFORE_FIRST_TOPIC = -2;

  /** Told of the entries of a list. */
  @FunctionalInterface
  interface EntrySink {
    void accept(int topic, long count);
  }

  private byte[] bytes = new byte[64];
  private int length;
  private int lastTopic = BEFORE_FIRST_TOPIC;

  void add(int topic, long count) {
    if (topic <= lastTopic) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "topics must be -1 or more and ascending, got %d after %d",
              topic,
              lastTopic));
    }
    write((long) topic - lastTopic);
    write(count);
    lastTopic = topic;
  }

  byte[] toBytesAndClear() {
    byte[] result = Arrays.copyOf(bytes, length);
    length = 0;
    lastTopic = BEFORE_FIRST_TOPIC;
    return result;
  }

  static void decode(byte[] bytes, EntrySink sink) {
    int position = 0;
    int topic = BEFORE_FIRST_TOPIC;
    while (position < bytes.length) {
      long delta = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = bytes[position++];
        delta |= (next & 0x7FL) << shift;
        if (next >= 0) {
          break;
        }
      }
      long count = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = bytes[position++];
        count |= (next & 0x7FL) << shift;
        if (next >= 0) {
          break;
        }
      }
      topic += (int) delta;
      sink.accept(topic, count);
    }
  }

  private void write(long value) {
    if (length + Long.BYTES + 2 > bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    long rest = value;
    while (rest > 0x7F) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }
}
