package org.sparkbertopic.topics;

import java.util.Arrays;
import java.util.Objects;

/**
 * A document that a model keeps because it stands for its topic: what a representation needs to
 * choose words anew, when the corpus is not at hand.
 *
 * @param id of the document
 * @param text of the document; of a very long one only the beginning
 * @param embedding {@code [dimension]}; callers must not change it
 */
public record KeptDocument(String id, String text, float[] embedding) {

  public KeptDocument {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(embedding, "embedding");
  }

  /** By the numbers of the embedding. */
  @Override
  public boolean equals(Object other) {
    return other instanceof KeptDocument document
        && id.equals(document.id)
        && text.equals(document.text)
        && Arrays.equals(embedding, document.embedding);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, text, Arrays.hashCode(embedding));
  }
}
