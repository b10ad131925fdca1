package org.sparkbertopic.stage;

import java.util.Optional;

/**
 * Where a table of documents keeps what the stages need.
 *
 * @param id key of a document, of any atomic type; without it the documents are named by a hash of
 *     their text
 * @param text the documents
 * @param embedding vectors computed beforehand: {@code array<float>}, {@code array<double>} or an
 *     ML vector
 */
public record InputColumns(Optional<String> id, String text, Optional<String> embedding) {

  /** Column names of the tables that the stages hand to each other. */
  public static final String ID = "id";

  public static final String TEXT = "text";
  public static final String EMBEDDING = "embedding";
  public static final String CLUSTER = "cluster";
  public static final String TOPIC = "topic";
  public static final String PROBABILITY = "probability";
  public static final String REASON = "reason";
}
