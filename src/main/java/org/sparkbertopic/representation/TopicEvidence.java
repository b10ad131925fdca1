package org.sparkbertopic.representation;

import java.util.List;
import java.util.Objects;
import org.sparkbertopic.ctfidf.TermScore;

/**
 * The data of one topic from which its words are chosen.
 *
 * @param topicId the topic, -1 for the outliers
 * @param candidates terms to choose from, best first: by c-TF-IDF, or the words of the previous
 *     representation in a chain
 * @param embedding {@code [dimension]}: mean of the topic's document embeddings
 * @param documents representative documents, best first; as many as the representation asked for,
 *     or all if the topic has fewer
 */
public record TopicEvidence(
    int topicId,
    List<TermScore> candidates,
    float[] embedding,
    List<RepresentativeDocument> documents) {

  public TopicEvidence {
    candidates = List.copyOf(candidates);
    Objects.requireNonNull(embedding, "embedding");
    documents = List.copyOf(documents);
  }

  /** The first {@code n} candidates, or all if there are fewer. */
  public List<TermScore> firstCandidates(int n) {
    return candidates.subList(0, Math.min(n, candidates.size()));
  }

  public TopicEvidence withCandidates(List<TermScore> value) {
    return new TopicEvidence(topicId, value, embedding, documents);
  }
}
