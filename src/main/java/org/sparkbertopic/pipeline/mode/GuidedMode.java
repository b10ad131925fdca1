package org.sparkbertopic.pipeline.mode;

import org.sparkbertopic.assign.Guidance;
import org.sparkbertopic.stage.MeanEmbedding;
import org.sparkbertopic.topics.GuidedTopics;

/** Guided topics: documents near a topic's seed words are drawn towards each other. */
final class GuidedMode {

  private GuidedMode() {}

  static Guidance guidance(GuidedTopics topics, EmbeddedDocuments input) {
    return Guidance.of(input.embed(topics.texts()), MeanEmbedding.of(input.embeddings()));
  }
}
