package org.sparkbertopic.operations.slices;

import java.util.Optional;
import org.sparkbertopic.stage.table.InputColumns;

/**
 * Where a table of documents with topics keeps what is counted in slices.
 *
 * @param id key of a document, of any atomic type, for messages; without it the beginning of the
 *     text stands for it
 * @param text the documents, a string
 * @param topic their topics, an integer; -1 for outliers
 * @param timestamp timestamp, date, number (such as a year), or string
 * @param category class, a string, an integer or a boolean
 */
public record SliceColumns(
    Optional<String> id,
    String text,
    String topic,
    Optional<String> timestamp,
    Optional<String> category) {

  public SliceColumns {
    if (timestamp.isEmpty() && category.isEmpty()) {
      throw new IllegalArgumentException(
          "timestamp or category must be given, got neither; name the column to cut the topics by");
    }
  }

  /** Columns named as the stages name them. */
  public static SliceColumns create(Optional<String> timestamp, Optional<String> category) {
    return new SliceColumns(
        Optional.empty(), InputColumns.TEXT, InputColumns.TOPIC, timestamp, category);
  }

  public SliceColumns withId(String value) {
    return new SliceColumns(Optional.of(value), text, topic, timestamp, category);
  }
}
