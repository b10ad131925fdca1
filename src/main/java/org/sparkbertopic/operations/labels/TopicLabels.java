package org.sparkbertopic.operations.labels;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.RetiredTopics;
import org.sparkbertopic.topics.Topic;

/**
 * Labels made of words.
 *
 * @param words words of a label
 * @param topicPrefix whether it begins with the topic's id
 * @param wordLength longest word, in characters, cut after it; 0 for no limit
 * @param separator between id and words
 * @param aspect whose words are taken; empty for the topics' own
 */
@RecordBuilder
public record TopicLabels(
    int words, boolean topicPrefix, int wordLength, String separator, Optional<String> aspect)
    implements TopicLabelsBuilder.With {

  /** BERTopic's {@code nr_words}. */
  public static final int DEFAULT_WORDS = 3;

  /** BERTopic's. */
  public static final String DEFAULT_SEPARATOR = "_";

  public TopicLabels {
    Objects.requireNonNull(separator, "separator");
    Objects.requireNonNull(aspect, "aspect");
    if (words < 1) {
      throw Checks.invalid(
          "words of a label must be at least 1, got %s; BERTopic's default is %s",
          words, DEFAULT_WORDS);
    }
    if (wordLength < 0) {
      throw new IllegalArgumentException(
          "wordLength must be 0 or more, got " + wordLength + "; 0 cuts no word");
    }
  }

  /** BERTopic's defaults. */
  public static TopicLabels create() {
    return new TopicLabels(DEFAULT_WORDS, true, 0, DEFAULT_SEPARATOR, Optional.empty());
  }

  public TopicLabels withAspect(String value) {
    return withAspect(Optional.of(value));
  }

  /**
   * A label for each topic, the outliers included, by id. A topic without words keeps its id alone.
   *
   * @throws IllegalArgumentException if no topic has the aspect
   */
  public Map<Integer, String> generate(FittedTopics topics) {
    if (aspect.isPresent()
        && topics.topics().stream().noneMatch(t -> t.aspects().containsKey(aspect.get()))) {
      throw Checks.invalid(
          "aspect must be one of the model's, %s, got \"%s\"",
          topics.topics().stream().flatMap(t -> t.aspects().keySet().stream()).distinct().toList(),
          aspect.get());
    }
    Map<Integer, String> labels = new TreeMap<>();
    for (Topic topic : topics.topics()) {
      labels.put(topic.id(), label(topic));
    }
    return labels;
  }

  private String label(Topic topic) {
    List<TermScore> terms =
        aspect.map(name -> topic.aspects().getOrDefault(name, List.of())).orElse(topic.words());
    List<String> parts = new ArrayList<>();
    if (topicPrefix || terms.isEmpty()) {
      parts.add(Integer.toString(topic.id()));
    }
    terms.stream().limit(words).map(term -> cut(term.term())).forEach(parts::add);
    return String.join(separator, parts);
  }

  private String cut(String word) {
    return wordLength == 0 || word.codePointCount(0, word.length()) <= wordLength
        ? word
        : word.substring(0, word.offsetByCodePoints(0, wordLength));
  }

  /**
   * Topics with the labels that a person sets; other topics keep theirs.
   *
   * @param labels by topic id; an empty one takes a label away
   * @throws IllegalArgumentException if a topic is unknown
   */
  public static FittedTopics set(FittedTopics topics, Map<Integer, String> labels) {
    labels.keySet().forEach(topics::rowOf);
    return topics.withTopics(
        topics.topics().stream()
            .map(
                topic -> {
                  String label = labels.get(topic.id());
                  return label == null
                      ? topic
                      : topic.withCustomLabel(Optional.of(label).filter(text -> !text.isBlank()));
                })
            .toList());
  }

  /**
   * Topics described again, with the labels that people set before and the names that are not made
   * of words; retired topics are as they were.
   *
   * @param before topics of the same ids; {@code found} may lack retired ones
   */
  public static FittedTopics carry(FittedTopics before, FittedTopics found) {
    FittedTopics fresh = RetiredTopics.kept(before, found);
    return fresh.withTopics(
        fresh.topics().stream()
            .map(
                topic -> {
                  Topic old = before.topic(topic.id());
                  if (old.retired()) {
                    return topic;
                  }
                  return (old.hasDefaultName() ? topic : topic.withName(old.name()))
                      .withCustomLabel(old.ownLabel())
                      .withLabelUnlessOwn(topic.customLabel());
                })
            .toList());
  }
}
