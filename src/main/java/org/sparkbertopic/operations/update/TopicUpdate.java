package org.sparkbertopic.operations.update;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;
import java.util.Optional;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.representation.Aspects;
import org.sparkbertopic.representation.RepresentationModel;
import org.sparkbertopic.representation.Representations;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * What {@link BERTopicModel#updateTopics} changes; what is not given stays as it was in the fit
 * (BERTopic resets what is not given to its defaults).
 *
 * @param vectorizer other terms: their counts take the corpus
 * @param ctfidf other weights
 * @param representation other words
 * @param aspects further words and labels, in place of all earlier ones
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

  /** For the provenance: what it gives. */
  ModelOperation operation() {
    ModelOperation operation = ModelOperation.now("update topics");
    operation = with(operation, "vectorizer", vectorizer, CountVectorizer.class);
    operation = with(operation, "ctfidf", ctfidf, ClassTfidf.class);
    operation = with(operation, "representation", representation, RepresentationModel.class);
    operation = with(operation, "aspects", aspects, Aspects.class);
    if (topNWords.isPresent()) {
      operation = operation.with("topNWords", topNWords.get());
    }
    return representativeDocuments.isPresent()
        ? operation.with("representativeDocuments", representativeDocuments.get())
        : operation;
  }

  private static <T> ModelOperation with(
      ModelOperation operation, String name, Optional<T> part, Class<T> contract) {
    return part.isPresent()
        ? operation.withJson(name, PartJson.encode(part.get(), contract))
        : operation;
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
