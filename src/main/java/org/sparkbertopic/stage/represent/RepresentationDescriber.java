package org.sparkbertopic.stage.represent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.representation.EarlierWords;
import org.sparkbertopic.representation.Evidence;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.representation.Representations;
import org.sparkbertopic.representation.RepresentativeDocument;
import org.sparkbertopic.representation.TopicEvidence;
import org.sparkbertopic.stage.WordReader;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.KeptDocument;
import org.sparkbertopic.topics.TopicDescriber;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * Lets representations choose words from what a model keeps of its topics.
 *
 * @param representations who chooses
 * @param topNWords words of a topic
 * @param embedder texts to vectors; for representations that need it
 * @param vectorizer prepares the documents that representations read, and finds their words
 * @param notices told what a representation has to say
 * @param earlier what is known of some topics
 */
public record RepresentationDescriber(
    Representations representations,
    int topNWords,
    Optional<Function<List<String>, float[][]>> embedder,
    CountVectorizer vectorizer,
    Notices notices,
    EarlierWords earlier)
    implements TopicDescriber {

  public RepresentationDescriber {
    Objects.requireNonNull(earlier, "earlier");
    Objects.requireNonNull(representations, "representations");
    Objects.requireNonNull(embedder, "embedder");
    Objects.requireNonNull(vectorizer, "vectorizer");
    Objects.requireNonNull(notices, "notices");
    if (representations.needsEmbedder() && embedder.isEmpty()) {
      throw Checks.invalid(
          "setEmbedder must be given for the representation %s, got none; give the model that embedded"
              + " the documents, or take another representation",
          representations.embedding());
    }
  }

  /** For topics of which nothing is known. */
  public RepresentationDescriber(
      Representations representations,
      int topNWords,
      Optional<Function<List<String>, float[][]>> embedder,
      CountVectorizer vectorizer,
      Notices notices) {
    this(representations, topNWords, embedder, vectorizer, notices, EarlierWords.NONE);
  }

  /** With the labels that an earlier model has. */
  public RepresentationDescriber knowing(EarlierWords value) {
    return new RepresentationDescriber(
        representations, topNWords, embedder, vectorizer, notices, value);
  }

  @Override
  public Map<Integer, Description> describe(FittedTopics all) {
    FittedTopics topics = all.withoutRetired();
    int candidates = Math.max(topNWords, representations.candidateTerms());
    List<TopicEvidence> evidence = new ArrayList<>();
    for (int row = 0; row < topics.topics().size(); row++) {
      int id = topics.topics().get(row).id();
      evidence.add(
          new TopicEvidence(
              id,
              topics.topTerms(id, candidates),
              topics.embeddings()[row],
              documents(topics.documents().get(row))));
    }
    CountVectorizer asWritten = vectorizer.withStopWords(List.of()).withLowercase(false);
    Function<String, List<String>> words = text -> new WordReader(asWritten).read(text);
    return representations.describe(
        new Evidence(evidence, topNWords, embedder, words, notices), earlier);
  }

  private List<RepresentativeDocument> documents(List<KeptDocument> kept) {
    UnaryOperator<String> prepare = vectorizer.text().preparation().function();
    return kept.stream()
        .limit(representations.representativeDocuments())
        .map(d -> new RepresentativeDocument(d.id(), prepare.apply(d.text()), d.embedding()))
        .toList();
  }
}
