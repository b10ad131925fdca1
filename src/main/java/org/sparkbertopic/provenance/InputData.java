package org.sparkbertopic.provenance;

import java.util.Locale;
import java.util.Objects;

/**
 * The table that a model was fitted on.
 *
 * @param location its file, folder or table; empty where a program gave the table itself
 * @param schema columns that the fit read, with their types, in Spark's words
 * @param fingerprint of the rows that became documents, whatever their order and however they were
 *     read; empty where it is not known
 * @param rows of the table; -1 where it is not known
 * @param documents rows that the fit used
 */
public record InputData(
    String location, String schema, String fingerprint, long rows, long documents) {

  /** Nothing is known. */
  public static final InputData UNKNOWN = new InputData("", "", "", -1, 0);

  public InputData {
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(fingerprint, "fingerprint");
    if (rows < -1 || documents < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "rows and documents must be 0 or more, got %d and %d", rows, documents));
    }
  }

  /** What is known, in some lines. */
  String describe() {
    StringBuilder text = new StringBuilder();
    text.append(
        location.isEmpty() ? schema.isEmpty() ? "not known" : "a table of a program" : location);
    if (rows >= 0) {
      text.append(String.format(Locale.ROOT, ", %,d rows", rows));
    }
    if (documents > 0) {
      text.append(String.format(Locale.ROOT, ", %,d documents", documents));
    }
    if (!schema.isEmpty()) {
      text.append("\n  columns: ").append(schema);
    }
    if (!fingerprint.isEmpty()) {
      text.append("\n  fingerprint: ").append(fingerprint);
    }
    return text.toString();
  }
}
