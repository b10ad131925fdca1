package org.sparkbertopic.operations.matching;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.provenance.Provenance;
import org.sparkbertopic.representation.Representations;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/**
 * An earlier model whose topic ids a new fit carries over.
 *
 * @param model the earlier model
 * @param name of it, for messages and the provenance: its path
 * @param digest identifies its content; results of a run are reused only for the same content
 * @param matcher says which topics are the same
 */
public record LikeModel(SavedModel model, String name, String digest, TopicMatcher matcher) {

  /** Name in a run's record of how many topics have the id of a topic of the earlier model. */
  public static final String IDS_KEPT = "idsKept";

  /**
   * Name in a run's record of how many of their ten words these topics still have, all together.
   */
  public static final String WORDS_KEPT = "wordsKept";

  /** Name in a run's record of how many topics have an id that the earlier model has not. */
  public static final String IDS_NEW = "idsNew";

  /** Name in a run's record of how many ids of the earlier model are retired. */
  public static final String IDS_RETIRED = "idsRetired";

  public LikeModel {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(matcher, "matcher");
  }

  /** A model in memory, with the default threshold. */
  public static LikeModel of(SavedModel model) {
    return new LikeModel(model, "", "", TopicMatcher.create());
  }

  /**
   * Checks that both models have embeddings in one space, as far as it is known.
   *
   * @param embedder name of the new fit's embedder
   * @param fingerprint of its vectors; empty if not known
   * @throws IllegalArgumentException if they are by different embedders; names both
   */
  public void requireEmbedder(String embedder, String fingerprint) {
    Provenance old = model.provenance();
    boolean known = !fingerprint.isEmpty() && !old.embedderFingerprint().isEmpty();
    if (known && !fingerprint.equals(old.embedderFingerprint())) {
      throw Checks.invalid(
          "the embedder must be that of the earlier model%s to carry its topic ids over, %s, got"
              + " %s; embed by the same one, with the same settings",
          place(),
          described(old.embedder(), old.embedderFingerprint()),
          described(embedder, fingerprint));
    }
  }

  /** Two embedders of one name may differ in their settings. */
  private static String described(String embedder, String fingerprint) {
    return embedder + " (" + fingerprint.substring(0, Math.min(8, fingerprint.length())) + ")";
  }

  /**
   * Checks that embeddings are as long as those of the earlier model.
   *
   * @throws IllegalArgumentException if they are not
   */
  public void requireDimension(String embedder, int dimension) {
    int old = model.topics().embeddings()[0].length;
    if (dimension != old) {
      String by = model.provenance().embedder();
      throw Checks.invalid(
          "embeddings must be as long as those of the earlier model%s to carry its topic ids over,"
              + " %d numbers%s, got %d by %s; embed by the same model",
          place(), old, by.isEmpty() ? "" : " by " + by, dimension, embedder);
    }
  }

  private String place() {
    return name.isEmpty() ? "" : " '" + name + "'";
  }

  /**
   * The topics of a new fit under the ids of this model.
   *
   * @param drafts topics, complete but for their words
   */
  public CarriedTopics carry(FittedTopics drafts) {
    return CarriedTopics.of(model.topics(), drafts, matcher.match(model.topics(), drafts))
        .withWordsOf(representations());
  }

  /**
   * How many topics kept an id, have a new one, and are retired, by the names of a run's record.
   *
   * @param topics under the ids of this model
   */
  public Map<String, Long> count(FittedTopics topics) {
    int old = model.topics().topicCount();
    return Map.of(
        IDS_KEPT,
        kept(topics).count(),
        IDS_NEW,
        (long) topics.topicCount() - old,
        IDS_RETIRED,
        (long) topics.retired().size());
  }

  /**
   * How many of their words the topics that kept their ids have still, all together.
   *
   * @param topics under the ids of this model, with their words
   */
  public long wordsKept(FittedTopics topics) {
    return kept(topics)
        .mapToLong(
            topic -> {
              List<String> words = words(model.topics().topic(topic.id()));
              return words(topic).stream().filter(words::contains).count();
            })
        .sum();
  }

  private Stream<Topic> kept(FittedTopics topics) {
    int old = model.topics().topicCount();
    return topics.topics().stream()
        .filter(topic -> topic.id() != Topic.OUTLIERS && !topic.retired() && topic.id() < old);
  }

  private static List<String> words(Topic topic) {
    return topic.words().stream().limit(TopicMatcher.WORDS).map(TermScore::term).toList();
  }

  /**
   * What the provenance tells of it.
   *
   * @param topics under the ids of this model
   */
  public ModelOperation operation(FittedTopics topics) {
    ModelOperation operation = ModelOperation.now("carry topic ids over").with("like", name);
    for (Map.Entry<String, Long> count : new TreeMap<>(count(topics)).entrySet()) {
      operation = operation.with(count.getKey(), count.getValue());
    }
    return operation;
  }

  /** Empty where a part of them is not available here. */
  private Optional<Representations> representations() {
    try {
      return Optional.of(model.words().representations());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
