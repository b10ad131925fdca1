package org.sparkbertopic.topics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sparkbertopic.ctfidf.TermScore;

/** Finds words for topics whose documents, weights and embeddings are known. */
@FunctionalInterface
public interface TopicDescriber {

  /**
   * The words of a topic.
   *
   * @param words best first
   * @param aspects further words by the aspect's name
   * @param label of the aspect that labels topics, where it has one for this
   */
  record Description(
      List<TermScore> words, Map<String, List<TermScore>> aspects, Optional<String> label) {

    public Description {
      words = List.copyOf(words);
      aspects = Collections.unmodifiableMap(new LinkedHashMap<>(aspects));
      Objects.requireNonNull(label, "label");
    }

    /** Without a label. */
    public Description(List<TermScore> words, Map<String, List<TermScore>> aspects) {
      this(words, aspects, Optional.empty());
    }

    /** Of a topic about which nothing was found. */
    public static Description none() {
      return new Description(List.of(), Map.of());
    }
  }

  /** Leaves topics without words, for those that get them later. */
  static TopicDescriber later() {
    return topics -> Map.of();
  }

  /**
   * By topic id; a topic without an entry has no words.
   *
   * @param topics complete but for their words
   */
  Map<Integer, Description> describe(FittedTopics topics);

  /**
   * Topics with their words. A name that is not made of words, and a label that a person gave,
   * stay; of a retired topic all stays.
   *
   * @param drafts complete but for their words
   */
  default FittedTopics described(FittedTopics drafts) {
    Map<Integer, Description> descriptions = describe(drafts);
    List<Topic> topics = new ArrayList<>();
    for (Topic draft : drafts.topics()) {
      if (draft.retired()) {
        topics.add(draft);
        continue;
      }
      Description description = descriptions.getOrDefault(draft.id(), Description.none());
      String name =
          draft.hasDefaultName()
              ? Topic.defaultName(draft.id(), description.words())
              : draft.name();
      topics.add(
          new Topic(
                  draft.id(),
                  draft.size(),
                  name,
                  description.words(),
                  draft.representativeDocuments())
              .withAspects(description.aspects())
              .withCustomLabel(draft.ownLabel())
              .withLabelUnlessOwn(description.label()));
    }
    return drafts.withTopics(topics);
  }
}
