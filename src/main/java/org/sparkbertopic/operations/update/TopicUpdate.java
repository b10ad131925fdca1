package org.sparkbertopic.operations.update;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;
import java.util.Optional;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.representation.Aspects;
import org.sparkbertopic.representation.RepresentationModel;
import org.sparkbertopic.representation.Representations;
import org.sparkbertopic.representation.WordSettings;
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
@RecordBuilder
public record TopicUpdate(
    Optional<CountVectorizer> vectorizer,
    Optional<ClassTfidf> ctfidf,
    Optional<RepresentationModel> representation,
    Optional<Aspects> aspects,
    Optional<Integer> topNWords,
    Optional<Integer> representativeDocuments)
    implements TopicUpdateBuilder.With {

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

  /** What it leaves as it is, with what it gives. */
  WordSettings appliedTo(WordSettings words) {
    return new WordSettings(
        new Representations(
            representation.orElse(words.representations().main()),
            aspects.orElse(words.representations().aspects())),
        topNWords.orElse(words.topNWords()),
        representativeDocuments.orElse(words.representativeDocuments()));
  }

  public TopicUpdate withVectorizer(CountVectorizer value) {
    return withVectorizer(Optional.of(value));
  }

  public TopicUpdate withCtfidf(ClassTfidf value) {
    return withCtfidf(Optional.of(value));
  }

  public TopicUpdate withRepresentation(RepresentationModel value) {
    return withRepresentation(Optional.of(value));
  }

  /** {@link Aspects#NONE} takes all of them away. */
  public TopicUpdate withAspects(Aspects value) {
    return withAspects(Optional.of(value));
  }

  public TopicUpdate withTopNWords(int value) {
    return withTopNWords(Optional.of(value));
  }

  public TopicUpdate withRepresentativeDocuments(int value) {
    return withRepresentativeDocuments(Optional.of(value));
  }
}
