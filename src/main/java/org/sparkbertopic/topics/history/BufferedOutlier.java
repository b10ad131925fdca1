package org.sparkbertopic.topics.history;

import java.util.Objects;
import java.util.Optional;

/**
 * An outlier that may still become a document of a new topic. Callers must not change the arrays.
 *
 * @param key hash of the id: the smallest of a chunk are kept
 * @param id as text
 * @param chunk place of its chunk in the history
 * @param weight what it weighs among the counts, 1 unless documents lose weight with time
 * @param embedding finite
 * @param terms its terms, in the layout of those who count
 * @param text its beginning; empty where the model keeps no texts
 */
public record BufferedOutlier(
    long key,
    String id,
    int chunk,
    double weight,
    float[] embedding,
    byte[] terms,
    Optional<String> text) {

  public BufferedOutlier {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(embedding, "embedding");
    Objects.requireNonNull(terms, "terms");
    Objects.requireNonNull(text, "text");
  }

  BufferedOutlier times(double factor) {
    return factor == 1
        ? this
        : new BufferedOutlier(key, id, chunk, weight * factor, embedding, terms, text);
  }
}
