package org.sparkbertopic.operations.matching;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sparkbertopic.operations.matching.TopicMatcher.Match;
import org.sparkbertopic.representation.EarlierWords;
import org.sparkbertopic.representation.Representations;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.RetiredTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicDescriber.Description;
import org.sparkbertopic.topics.TopicMapping;

/**
 * Topics under the ids of an earlier model. A topic that matches an earlier one has its id, its
 * name where it has none of its own, and the label that a person gave it. Other topics have ids
 * behind the last earlier one, in their order. Earlier topics without a match are retired.
 *
 * @param topics complete but for the words of those that are not retired
 * @param mapping from the ids before
 * @param earlier what the earlier model says of the topics that still read alike
 */
public record CarriedTopics(FittedTopics topics, TopicMapping mapping, EarlierWords earlier) {

  /** A topic with at least so many of its ten words unchanged keeps labels made of its words. */
  static final int ALIKE_WORDS = TopicMatcher.WORDS / 2;

  public CarriedTopics {
    Objects.requireNonNull(topics, "topics");
    Objects.requireNonNull(mapping, "mapping");
    Objects.requireNonNull(earlier, "earlier");
  }

  /** The matched topics of a new fit under their old ids. */
  static CarriedTopics of(FittedTopics old, FittedTopics drafts, List<Match> matches) {
    Map<Integer, Integer> oldIds =
        matches.stream().collect(Collectors.toMap(Match::newId, Match::oldId));
    int next = old.topicCount();
    int[] ids = drafts.ids();
    for (int row = 0; row < ids.length; row++) {
      if (ids[row] != Topic.OUTLIERS) {
        Integer kept = oldIds.get(ids[row]);
        ids[row] = kept == null ? next++ : kept;
      }
    }
    Set<Integer> retired = new TreeSet<>();
    old.topics().stream().map(Topic::id).filter(id -> id != Topic.OUTLIERS).forEach(retired::add);
    Arrays.stream(ids).forEach(retired::remove);
    FittedTopics renumbered = drafts.withIds(ids);
    Set<Integer> matched = Set.copyOf(oldIds.values());
    FittedTopics named =
        renumbered.withTopics(
            renumbered.topics().stream()
                .map(
                    topic ->
                        matched.contains(topic.id()) ? named(topic, old.topic(topic.id())) : topic)
                .toList());
    return new CarriedTopics(
        RetiredTopics.added(named, old, retired),
        TopicMapping.renumbering(drafts, ids),
        new EarlierWords(Optional.empty(), descriptions(old, matches)));
  }

  private static Topic named(Topic topic, Topic old) {
    Topic named =
        topic.hasDefaultName() && !old.hasDefaultName() ? topic.withName(old.name()) : topic;
    return old.ownLabel().isPresent() ? named.withCustomLabel(old.ownLabel()) : named;
  }

  private static Map<Integer, Description> descriptions(FittedTopics old, List<Match> matches) {
    Map<Integer, Description> descriptions = new HashMap<>();
    for (Match match : matches) {
      if (match.words() >= ALIKE_WORDS) {
        Topic topic = old.topic(match.oldId());
        descriptions.put(topic.id(), new Description(topic.words(), topic.aspects()));
      }
    }
    return descriptions;
  }

  /**
   * @param by the representations of the earlier model
   */
  CarriedTopics withWordsOf(Optional<Representations> by) {
    return new CarriedTopics(topics, mapping, new EarlierWords(by, earlier.descriptions()));
  }
}
