package org.sparkbertopic.online;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.stage.represent.RepresentationDescriber;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/**
 * Gives topics their words again. Where words are the best terms themselves, all topics get them.
 * Where a description costs, only topics get one whose best terms have changed.
 *
 * @param words how topics get words
 * @param describer chooses them
 * @param threshold share of a topic's best terms that must have changed
 */
record ChangedWords(WordSettings words, RepresentationDescriber describer, double threshold) {

  /**
   * Topics with their words, and the terms that they were described by.
   *
   * @param described by topic; empty where descriptions cost nothing
   */
  record Described(FittedTopics topics, Map<Integer, List<String>> described) {}

  /**
   * @param before the topics before they grew
   * @param drafts the grown topics, with their former words
   * @param former the terms that topics were described by
   */
  Described of(FittedTopics before, FittedTopics drafts, Map<Integer, List<String>> former) {
    if (words.representations().isPlain()) {
      return new Described(describer.described(drafts), Map.of());
    }
    Map<Integer, List<String>> terms = new TreeMap<>();
    Set<Integer> changed = new HashSet<>();
    List<Integer> known = before.topics().stream().map(Topic::id).toList();
    for (Topic topic : drafts.topics()) {
      if (topic.retired()) {
        continue;
      }
      List<String> now = best(drafts, topic.id());
      List<String> then =
          former.getOrDefault(
              topic.id(), known.contains(topic.id()) ? best(before, topic.id()) : List.of());
      boolean moved = share(then, now) > threshold || !known.contains(topic.id());
      terms.put(topic.id(), moved ? now : then);
      if (moved) {
        changed.add(topic.id());
      }
    }
    FittedTopics again = describer.described(drafts.where(t -> changed.contains(t.id())));
    List<Topic> all = new ArrayList<>();
    for (Topic topic : drafts.topics()) {
      all.add(changed.contains(topic.id()) ? again.topic(topic.id()) : topic);
    }
    return new Described(drafts.withTopics(all), terms);
  }

  private List<String> best(FittedTopics topics, int id) {
    return topics.topTerms(id, words.topNWords()).stream().map(TermScore::term).toList();
  }

  /** The share of the terms that are not among those of before. */
  private static double share(List<String> before, List<String> now) {
    if (now.isEmpty()) {
      return before.isEmpty() ? 0 : 1;
    }
    Set<String> known = new HashSet<>(before);
    return (double) now.stream().filter(term -> !known.contains(term)).count() / now.size();
  }
}
