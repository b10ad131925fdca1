package org.sparkbertopic.topics;

import java.util.Arrays;
import org.sparkbertopic.compute.Checks;

/**
 * The topic of every row of a fit's input, in the order of the input: Python's {@code topics_},
 * which it pairs with documents by their place. Rows that were set aside are outliers. Immutable;
 * callers must not change the arrays.
 */
public final class DocumentTopics {

  /** The order of the input is not known, or there are too many rows. */
  public static final DocumentTopics UNKNOWN = new DocumentTopics(new int[0], new long[0]);

  /** The key of a row that was set aside. */
  public static final long NO_DOCUMENT = 0;

  private final int[] topics;
  private final long[] keys;

  private DocumentTopics(int[] topics, long[] keys) {
    this.topics = topics;
    this.keys = keys;
  }

  /** Of rows that cannot be told apart by a key, as in a model that Python saved. */
  public static DocumentTopics of(int[] topics) {
    return new DocumentTopics(topics, new long[0]);
  }

  /**
   * @param topics of the rows
   * @param keys of the rows: a hash of the document's id, or {@link #NO_DOCUMENT}
   */
  public static DocumentTopics of(int[] topics, long[] keys) {
    if (topics.length != keys.length) {
      throw Checks.invalid(
          "keys must be as many as topics, got %d for %d", keys.length, topics.length);
    }
    return new DocumentTopics(topics, keys);
  }

  /** Whether there is anything to pair with documents. */
  public boolean isKnown() {
    return topics.length > 0;
  }

  /** Whether single documents can be found, so that they can get other topics. */
  public boolean hasKeys() {
    return keys.length > 0;
  }

  public int[] topics() {
    return topics;
  }

  /** Empty where there are none. */
  public long[] keys() {
    return keys;
  }

  /** With the topics that a mapping makes. */
  public DocumentTopics mapped(TopicMapping mapping) {
    return new DocumentTopics(mapping.apply(topics), keys);
  }

  /**
   * With other topics for some documents; unknown where documents have no keys.
   *
   * @param changed keys of the documents, ascending
   * @param changedTopics their topics
   */
  public DocumentTopics reassigned(long[] changed, int[] changedTopics) {
    if (!hasKeys()) {
      return UNKNOWN;
    }
    int[] others = topics.clone();
    for (int row = 0; row < others.length; row++) {
      int place = keys[row] == NO_DOCUMENT ? -1 : Arrays.binarySearch(changed, keys[row]);
      if (place >= 0) {
        others[row] = changedTopics[place];
      }
    }
    return new DocumentTopics(others, keys);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DocumentTopics that
        && Arrays.equals(topics, that.topics)
        && Arrays.equals(keys, that.keys);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(topics) + Arrays.hashCode(keys);
  }

  @Override
  public String toString() {
    return isKnown() ? "topics of " + topics.length + " rows" : "unknown";
  }
}
