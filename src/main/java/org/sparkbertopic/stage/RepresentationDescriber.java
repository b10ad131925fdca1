package org.sparkbertopic.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.representation.Evidence;
import org.sparkbertopic.representation.RepresentationModel;
import org.sparkbertopic.representation.RepresentativeDocument;
import org.sparkbertopic.representation.TopicEvidence;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.KeptDocument;
import org.sparkbertopic.topics.TopicDescriber;

/**
 * Lets a representation choose words from what a model keeps of its topics.
 *
 * @param representation who chooses
 * @param topNWords words of a topic
 * @param embedder texts to vectors; for representations that need it
 */
public record RepresentationDescriber(
    RepresentationModel representation,
    int topNWords,
    Optional<Function<List<String>, float[][]>> embedder)
    implements TopicDescriber {

  public RepresentationDescriber {
    Objects.requireNonNull(representation, "representation");
    Objects.requireNonNull(embedder, "embedder");
    if (representation.needsEmbedder() && embedder.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "embedder must be given for the representation %s, got none; give the model that embedded"
                  + " the documents, or take CtfidfRepresentation",
              representation));
    }
  }

  @Override
  public Map<Integer, Description> describe(FittedTopics topics) {
    int candidates = Math.max(topNWords, representation.candidateTerms());
    List<TopicEvidence> evidence = new ArrayList<>();
    for (int row = 0; row < topics.topics().size(); row++) {
      int id = topics.topics().get(row).id();
      evidence.add(
          new TopicEvidence(
              id,
              topics.ctfidf().topTerms(id, candidates),
              topics.embeddings()[row],
              documents(topics.documents().get(row))));
    }
    Map<Integer, List<TermScore>> words =
        representation.represent(new Evidence(evidence, topNWords, embedder));
    Map<Integer, Description> descriptions = new TreeMap<>();
    words.forEach((id, terms) -> descriptions.put(id, new Description(terms, Map.of())));
    return descriptions;
  }

  private List<RepresentativeDocument> documents(List<KeptDocument> kept) {
    return kept.stream()
        .limit(representation.representativeDocuments())
        .map(d -> new RepresentativeDocument(d.id(), d.text(), d.embedding()))
        .toList();
  }
}
