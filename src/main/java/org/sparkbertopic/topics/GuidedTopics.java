package org.sparkbertopic.topics;

import java.util.List;
import org.sparkbertopic.compute.Checks;

/**
 * Topics that a user expects, each named by some words (BERTopic's {@code seed_topic_list}).
 * Documents near a topic's words are drawn together. A topic that is near no document is not
 * created, and other topics may be found.
 *
 * @param seedTopics words of each topic, at least one
 */
public record GuidedTopics(List<List<String>> seedTopics) {

  public GuidedTopics {
    seedTopics =
        seedTopics.stream().map(words -> words.stream().map(String::strip).toList()).toList();
    if (seedTopics.isEmpty()) {
      throw new IllegalArgumentException(
          "seedTopics must hold at least one topic, got none; leave guided topics out");
    }
    for (int topic = 0; topic < seedTopics.size(); topic++) {
      List<String> words = seedTopics.get(topic);
      if (words.isEmpty() || words.contains("")) {
        throw Checks.invalid(
            "seedTopics must have words in every topic, got %s as number %d; write some, or leave it out",
            words, topic + 1);
      }
    }
  }

  /** Each topic's words as one text. */
  public List<String> texts() {
    return seedTopics.stream().map(words -> String.join(" ", words)).toList();
  }

  /** All words. */
  public List<String> words() {
    return seedTopics.stream().flatMap(List::stream).distinct().toList();
  }
}
