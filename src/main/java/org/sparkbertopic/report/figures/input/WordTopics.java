package org.sparkbertopic.report.figures.input;

import java.util.List;
import java.util.Objects;

/**
 * A word of a document, in its place, and its topics.
 *
 * @param word as it is written
 * @param topics those that the word has something of
 */
public record WordTopics(String word, List<TopicWeight> topics) {

  public WordTopics {
    Objects.requireNonNull(word, "word");
    topics = List.copyOf(topics);
  }
}
