package org.sparkbertopic.stage.table;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a table of documents keeps what the stages need.
 *
 * @param id key of a document, of any atomic type; without it the documents are named by a hash of
 *     their text
 * @param text the documents
 * @param embedding vectors computed beforehand: {@code array<float>}, {@code array<double>} or an
 *     ML vector
 * @param label known class of a document, a string or a whole number; null, empty and -1 stand for
 *     none
 * @param topic topic of a document that is given and not to be found, written as a label is; not
 *     together with {@code label}
 */
@RecordBuilder
public record InputColumns(
    Optional<String> id,
    String text,
    Optional<String> embedding,
    Optional<String> label,
    Optional<String> topic)
    implements InputColumnsBuilder.With {

  public InputColumns {
    if (label.isPresent() && topic.isPresent()) {
      throw UnusableInputException.of(
          "setLabelCol and setGivenTopicCol must not be given together, got '%s' and '%s';"
              + " given topics need no labels",
          label.get(), topic.get());
    }
  }

  /** Without labels and given topics. */
  public InputColumns(Optional<String> id, String text, Optional<String> embedding) {
    this(id, text, embedding, Optional.empty(), Optional.empty());
  }

  /** All of them. */
  public List<String> names() {
    return Stream.of(id, Optional.of(text), embedding, label, topic)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Column names of the tables that the stages hand to each other. */
  public static final String ID = "id";

  public static final String TEXT = "text";
  public static final String EMBEDDING = "embedding";
  public static final String CLUSTER = "cluster";
  public static final String TOPIC = "topic";
  public static final String PROBABILITY = "probability";
  public static final String REASON = "reason";
  public static final String TIMESTAMP = "timestamp";
  public static final String CLASS = "class";

  /**
   * The text of an input's row that cannot be parsed, null for all others; the column's metadata
   * has the reason. Tables of a user's own have none.
   */
  public static final String BROKEN = "__broken";

  /** A known class or a given topic, a string; null for none. */
  public static final String LABEL = "label";
}
