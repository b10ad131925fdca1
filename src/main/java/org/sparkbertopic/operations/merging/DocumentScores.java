package org.sparkbertopic.operations.merging;

/** How similar a document's words are to a topic's. */
@FunctionalInterface
public interface DocumentScores {

  /** Cosine of the angle between the c-TF-IDF weights of a text and of a topic. */
  double cosine(String text, int topicId);
}
