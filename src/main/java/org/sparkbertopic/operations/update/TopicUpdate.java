package org.sparkbertopic.operations.update;

import java.util.Objects;
import java.util.Optional;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.representation.Aspects;
import org.sparkbertopic.representation.RepresentationModel;
import org.sparkbertopic.stage.FitParameters;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * What {@link BERTopicModel#updateTopics} changes; what is not given stays as it was in the fit
 * (BERTopic puts its defaults in the place of what is not given).
 *
 * @param vectorizer other terms: their counts take the corpus
 * @param ctfidf other weights
 * @param representation other words
 * @param aspects other words beside them, and labels, in place of all that there were
 * @param topNWords words of a topic
 * @param representativeDocuments documents named for each topic; without the corpus no more than
 *     the model keeps
 */
public record TopicUpdate(
    Optional<CountVectorizer> vectorizer,
    Optional<ClassTfidf> ctfidf,
    Optional<RepresentationModel> representation,
    Optional<Aspects> aspects,
    Optional<Integer> topNWords,
    Optional<Integer> representativeDocuments) {

  public TopicUpdate {
    Objects.requireNonNull(vectorizer, "vectorizer");
    Objects.requireNonNull(ctfidf, "ctfidf");
    Objects.requireNonNull(representation, "representation");
    Objects.requireNonNull(aspects, "aspects");
    Objects.requireNonNull(topNWords, "topNWords");
    Objects.requireNonNull(representativeDocuments, "representativeDocuments");
  }

  /** Changes nothing yet. */
  public static TopicUpdate create() {
    return new TopicUpdate(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public TopicUpdate withVectorizer(CountVectorizer value) {
    return new TopicUpdate(
        Optional.of(value), ctfidf, representation, aspects, topNWords, representativeDocuments);
  }

  public TopicUpdate withCtfidf(ClassTfidf value) {
    return new TopicUpdate(
        vectorizer,
        Optional.of(value),
        representation,
        aspects,
        topNWords,
        representativeDocuments);
  }

  public TopicUpdate withRepresentation(RepresentationModel value) {
    return new TopicUpdate(
        vectorizer, ctfidf, Optional.of(value), aspects, topNWords, representativeDocuments);
  }

  /** {@link Aspects#NONE} takes all of them away. */
  public TopicUpdate withAspects(Aspects value) {
    return new TopicUpdate(
        vectorizer, ctfidf, representation, Optional.of(value), topNWords, representativeDocuments);
  }

  public TopicUpdate withTopNWords(int value) {
    return new TopicUpdate(
        vectorizer, ctfidf, representation, aspects, Optional.of(value), representativeDocuments);
  }

  public TopicUpdate withRepresentativeDocuments(int value) {
    return new TopicUpdate(
        vectorizer, ctfidf, representation, aspects, topNWords, Optional.of(value));
  }

  /** How topics get their words after the update. */
  FitParameters.OfTopics applied(FitParameters.OfTopics before) {
    return new FitParameters.OfTopics(
        representation.orElse(before.representation()),
        aspects.orElse(before.aspects()),
        topNWords.orElse(before.topNWords()),
        representativeDocuments.orElse(before.representativeDocuments()));
  }
}
