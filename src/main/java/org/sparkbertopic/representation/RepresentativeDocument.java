package org.sparkbertopic.representation;

import java.util.Objects;

/**
 * A document that stands for its topic.
 *
 * @param id of the document
 * @param text of the document; of a very long one only the beginning
 * @param embedding {@code [dimension]}
 */
public record RepresentativeDocument(String id, String text, float[] embedding) {

  public RepresentativeDocument {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(embedding, "embedding");
  }
}
