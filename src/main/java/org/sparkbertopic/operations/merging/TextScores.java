package org.sparkbertopic.operations.merging;

import java.util.Objects;
import java.util.function.Function;
import org.sparkbertopic.assign.documents.SharedWeights;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.stage.represent.DocumentSimilarity;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * Compares texts with topics on the driver, as the represent stage does on executors.
 *
 * @param vectorizer what counts as a term
 */
public record TextScores(CountVectorizer vectorizer)
    implements Function<ClassTfidfModel, DocumentScores> {

  public TextScores {
    Objects.requireNonNull(vectorizer, "vectorizer");
  }

  @Override
  public DocumentScores apply(ClassTfidfModel model) {
    return new DocumentSimilarity(new SharedWeights(model), vectorizer)::cosine;
  }
}
