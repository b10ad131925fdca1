package org.sparkbertopic.stage.represent;

import java.util.Objects;
import org.sparkbertopic.topics.FittedTopics;

/**
 * What the represent stage gives.
 *
 * @param topics the topics with their words, embeddings and representative documents
 * @param distinctTerms terms in the documents, before any limit
 * @param termsWithinLimits terms left by minDf, maxDf and minTopicDf
 */
public record RepresentedTopics(FittedTopics topics, long distinctTerms, long termsWithinLimits) {

  public RepresentedTopics {
    Objects.requireNonNull(topics, "topics");
  }

  /** The same terms, of other topics. */
  RepresentedTopics withTopics(FittedTopics value) {
    return new RepresentedTopics(value, distinctTerms, termsWithinLimits);
  }

  /** Terms that only maxFeatures kept out of the vocabulary; worth a warning if not 0. */
  public long termsDroppedByMaxFeatures() {
    return termsWithinLimits - topics.ctfidf().weights().vocabulary().size();
  }
}
