package org.sparkbertopic.vectorizer.counting;

import org.sparkbertopic.compute.Checks;

/**
 * A compact list of (topic, count): variable-length integers, with topics as differences. Topics
 * must ascend and be at least -1.
 */
final class TopicCounts {

  private static final int BEFORE_FIRST_TOPIC = -2;

  /** Receives the entries of a list. */
  @FunctionalInterface
  interface EntrySink {
    void accept(int topic, long count);
  }

  private final PackedWriter bytes = new PackedWriter();
  private int lastTopic = BEFORE_FIRST_TOPIC;

  void add(int topic, long count) {
    if (topic <= lastTopic) {
      throw Checks.invalid(
          "topics must be -1 or more and ascending, got %d after %d", topic, lastTopic);
    }
    bytes.writeNumber((long) topic - lastTopic);
    bytes.writeNumber(count);
    lastTopic = topic;
  }

  byte[] toBytesAndClear() {
    byte[] result = bytes.toBytes();
    clear();
    return result;
  }

  /** Writes the list, preceded by its length in bytes, and clears it. */
  void writeAndClear(PackedWriter out) {
    out.writeNumber(bytes.length());
    out.writeBytes(bytes);
    clear();
  }

  static void decode(byte[] bytes, EntrySink sink) {
    read(new PackedReader().over(bytes, 0, bytes.length), sink);
  }

  static void read(PackedReader list, EntrySink sink) {
    int topic = BEFORE_FIRST_TOPIC;
    while (list.hasNext()) {
      topic += (int) list.readNumber();
      sink.accept(topic, list.readNumber());
    }
  }

  void clear() {
    bytes.clear();
    lastTopic = BEFORE_FIRST_TOPIC;
  }
}
