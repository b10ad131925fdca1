package org.sparkbertopic.pipeline.query;

import java.io.Serializable;
import org.sparkbertopic.assign.documents.TopicAssignment;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.stage.DocumentScorer;

/** A text or an embedding to its topic. */
final class Scoring implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String function;
  private final QueryVectors vectors;
  private final DocumentScorer scorer;
  private final boolean needsTexts;

  Scoring(String function, QueryVectors vectors, DocumentScorer scorer, boolean needsTexts) {
    this.function = function;
    this.vectors = vectors;
    this.scorer = scorer;
    this.needsTexts = needsTexts;
  }

  TopicAssignment of(Object value) {
    String text = value instanceof String given ? given : null;
    if (needsTexts && text == null) {
      throw Checks.invalid(
          "functions %s_... of a model that gives outliers topics by their words take texts, got an embedding; give the column of texts",
          function);
    }
    return scorer.score(text, vectors.of(value));
  }
}
