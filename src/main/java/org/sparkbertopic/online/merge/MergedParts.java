package org.sparkbertopic.online.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sparkbertopic.persistence.ModelParts;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * Checks that models can be merged, and finds whose embedder embeds texts for the merged one: of
 * those that know which model their embeddings are by, the first; else the first with an embedder.
 */
final class MergedParts {

  private final String firstName;
  private final SavedModel first;

  /** The model whose embedder is kept. */
  private SavedModel embedding;

  private String embeddingName;
  private Optional<String> otherTerms = Optional.empty();
  private final List<String> notes = new ArrayList<>();

  MergedParts(String name, SavedModel first) {
    this.firstName = name;
    this.first = first;
    this.embedding = first;
    this.embeddingName = name;
  }

  /**
   * Adds a model.
   *
   * @throws UnusableInputException if its embeddings are of another model or length
   */
  void add(String name, SavedModel model) {
    int dimension = dimension(first);
    if (dimension(model) != dimension) {
      throw UnusableInputException.of(
          "models must have embeddings of one length, got %d in '%s' and %d in '%s'; merge models"
              + " of one embedder, or fit one of them again",
          dimension, firstName, dimension(model), name);
    }
    String known = embedding.parts().embedderFingerprint();
    String print = model.parts().embedderFingerprint();
    if (!known.isEmpty() && !print.isEmpty() && !known.equals(print)) {
      throw UnusableInputException.of(
          "models must be of one embedder, got %s in '%s' and %s in '%s', whose embeddings cannot"
              + " be compared; fit one of them again with the other's",
          known, embeddingName, print, name);
    }
    boolean better =
        known.isEmpty()
            && (!print.isEmpty()
                || (embedding.parts().embedder().isEmpty()
                    && model.parts().embedder().isPresent()));
    if (better) {
      embedding = model;
      embeddingName = name;
    }
    compareTerms(name, model);
  }

  private static int dimension(SavedModel model) {
    return model.topics().embeddings()[0].length;
  }

  private void compareTerms(String name, SavedModel model) {
    CountVectorizer own = first.vectorizer();
    CountVectorizer other = model.vectorizer();
    CountVectorizer limited =
        other.with(
            changed ->
                changed
                    .minDf(own.minDf())
                    .maxDf(own.maxDf())
                    .minDfShare(own.minDfShare())
                    .maxDfDocuments(own.maxDfDocuments())
                    .minTopicDf(own.minTopicDf())
                    .maxFeatures(own.maxFeatures()));
    if (!limited.equals(own)) {
      otherTerms = otherTerms.or(() -> Optional.of(name));
    } else if (!other.equals(own)) {
      notes.add(
          String.format(
              Locale.ROOT,
              "'%s' has other limits of terms (min-df, max-df, min-topic-df, max-features); those of"
                  + " '%s' apply",
              name,
              firstName));
    }
    if (!model.topics().ctfidf().parameters().equals(first.topics().ctfidf().parameters())) {
      notes.add(
          String.format(
              Locale.ROOT,
              "'%s' weights terms by other settings of c-TF-IDF; those of '%s' apply",
              name,
              firstName));
    }
  }

  /**
   * Checks that counts of terms can be added.
   *
   * @throws UnusableInputException if they are of other terms
   */
  void requireSameTerms() {
    if (otherTerms.isPresent()) {
      throw UnusableInputException.of(
          "models must count the same terms, got another vectorizer in '%s' than in '%s'; give one"
              + " of them the vectorizer of the other before, by 'topics update' or updateTopics"
              + " with its documents",
          otherTerms.get(), firstName);
    }
  }

  /** Settings that are not as in the first model. */
  List<String> notes() {
    return notes;
  }

  /** The model with the embedder. */
  SavedModel appliedTo(SavedModel model) {
    ModelParts own = first.parts();
    ModelParts with = embedding.parts();
    return model.with(
        changed ->
            changed
                .parts(
                    new ModelParts(
                        with.embedder(),
                        with.embedderFingerprint(),
                        own.representation(),
                        own.aspects(),
                        own.representativeDocuments()))
                .termVectors(embedding.termVectors())
                .settings(
                    first
                        .settings()
                        .withEmbeddingModel(
                            first
                                .settings()
                                .embeddingModel()
                                .or(() -> embedding.settings().embeddingModel()))));
  }
}
