package org.sparkbertopic.operations.slices;

import java.util.List;
import java.util.Objects;
import org.sparkbertopic.ctfidf.TermScore;

/**
 * A topic at a timestamp, in a class, or both.
 *
 * @param topic its id
 * @param name its label in the model: a person's own, or its name
 * @param timestamp a number, an ISO date, or an ISO date and time with offset; empty where there is
 *     no question of time
 * @param category the class; empty where there is no question of classes
 * @param frequency documents of the topic there
 * @param words what it is about there, best first; fewer than asked for where the documents have
 *     fewer terms of the vocabulary
 */
public record TopicSlice(
    int topic,
    String name,
    String timestamp,
    String category,
    long frequency,
    List<TermScore> words) {

  public TopicSlice {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(timestamp, "timestamp");
    Objects.requireNonNull(category, "category");
    words = List.copyOf(words);
  }
}
