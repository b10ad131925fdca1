package org.sparkbertopic.representation;

import java.util.Objects;

/**
 * A representative document of a topic.
 *
 * @param id of the document
 * @param text text of the document; only the beginning if it is very long
 * @param embedding {@code [dimension]}
 */
public record RepresentativeDocument(String id, String text, float[] embedding) {

  public RepresentativeDocument {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(embedding, "embedding");
  }
}
