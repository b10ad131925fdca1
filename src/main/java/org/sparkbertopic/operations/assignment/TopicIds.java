package org.sparkbertopic.operations.assignment;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;

/**
 * The ids of topics that documents were given: the same in the same order, without gaps, because
 * Python takes an id for the index of a row.
 *
 * @param given ids of topics that have documents or are retired, ascending, without -1
 * @param before topics of the model
 */
record TopicIds(int[] given, int before) implements Serializable {

  /**
   * @param found ids of the documents' topics
   */
  static TopicIds of(FittedTopics topics, Collection<Integer> found) {
    TreeSet<Integer> all = new TreeSet<>(found);
    all.remove(Topic.OUTLIERS);
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "topics must have at least one document, got outliers alone; give some a topic from 0");
    }
    List<Integer> retired = topics.retired();
    all.addAll(retired);
    TopicIds ids =
        new TopicIds(all.stream().mapToInt(Integer::intValue).toArray(), topics.topicCount());
    if (!retired.isEmpty() && ids.of(before(topics)) != before(topics)) {
      throw Checks.invalid(
          "topics must all keep a document in a model with retired topics, got none in %s; merge"
              + " those topics instead",
          ids.emptied());
    }
    return ids;
  }

  private static int before(FittedTopics topics) {
    return topics.topicCount() - 1;
  }

  /** What a given id becomes; -1 for one without documents. */
  int of(int id) {
    int place = Arrays.binarySearch(given, id);
    return place < 0 ? Topic.OUTLIERS : place;
  }

  /** The topic of the model that a new one was; empty for one that is new. */
  Optional<Integer> formerly(int id) {
    return id >= 0 && given[id] < before ? Optional.of(given[id]) : Optional.empty();
  }

  /** Topics of the model that have no documents any more. */
  List<Integer> emptied() {
    return IntStream.range(0, before)
        .filter(id -> Arrays.binarySearch(given, id) < 0)
        .boxed()
        .toList();
  }

  /** Whether a topic has another id than it was given. */
  boolean isRenumbered() {
    return IntStream.range(0, given.length).anyMatch(id -> given[id] != id);
  }

  /** How the model's topics are numbered now; those without documents became outliers. */
  TopicMapping mapping(FittedTopics topics) {
    int[] from = topics.ids();
    return TopicMapping.of(from, Arrays.stream(from).map(this::of).toArray());
  }

  /** For a message: the first topics with other ids. */
  String changes() {
    return IntStream.range(0, given.length)
        .filter(id -> given[id] != id)
        .limit(10)
        .mapToObj(id -> given[id] + " -> " + id)
        .collect(Collectors.joining(", "));
  }
}
