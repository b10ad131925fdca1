package org.sparkbertopic.operations.merging;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.Vectors;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;

/**
 * Decides which given names a merged topic keeps.
 *
 * <ul>
 *   <li>Of the zero-shot topics in it the name whose embedding is closest to that of the merged
 *       topic, if their cosine still reaches the threshold, as in BERTopic.
 *   <li>No name of a class, known or given: documents of two classes are of neither.
 *   <li>The label that a person gave, if more than half of the documents had it.
 * </ul>
 *
 * <p>A topic that keeps no name is named by its words.
 *
 * @param zeroShot names of zero-shot topics
 * @param embeddings {@code [names][dimension]}: of the names
 * @param minSimilarity least cosine
 */
public record GivenNames(List<String> zeroShot, float[][] embeddings, double minSimilarity) {

  /** Of a model without zero-shot topics. */
  public static final GivenNames NONE = new GivenNames(List.of(), new float[0][], 0);

  public GivenNames {
    zeroShot = List.copyOf(zeroShot);
    if (zeroShot.size() != embeddings.length) {
      throw Checks.invalid(
          "embeddings must be as many as names, got %d for %d", embeddings.length, zeroShot.size());
    }
  }

  /**
   * The name of a topic that is made of several.
   *
   * @param embedding of the merged topic
   */
  Optional<String> ofMerged(List<Topic> sources, float[] embedding) {
    Optional<String> best = Optional.empty();
    double highest = minSimilarity;
    for (Topic source : sources) {
      int number = source.hasDefaultName() ? -1 : zeroShot.indexOf(source.name());
      double cosine = number < 0 ? -1 : Vectors.cosine(embeddings[number], embedding);
      if (number >= 0 && (best.isEmpty() ? cosine >= highest : cosine > highest)) {
        best = Optional.of(source.name());
        highest = cosine;
      }
    }
    return best;
  }

  /** The label that a person gave to most documents of a topic that is made of several. */
  static Optional<String> labelOfMerged(List<Topic> sources) {
    Map<String, Long> labelled = new LinkedHashMap<>();
    long documents = 0;
    for (Topic source : sources) {
      documents += source.size();
      source.ownLabel().ifPresent(label -> labelled.merge(label, source.size(), Long::sum));
    }
    long half = documents / 2;
    return labelled.entrySet().stream()
        .filter(entry -> entry.getValue() > half)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * Given names and labels that no topic has any more, each with the topic that replaced it.
   *
   * @param mapping from the topics before to those after
   */
  public static List<String> lost(FittedTopics before, TopicMapping mapping, FittedTopics after) {
    List<String> lost = new ArrayList<>();
    for (Topic old : before.topics()) {
      int id = mapping.apply(old.id());
      Optional<Topic> made = after.topics().stream().filter(topic -> topic.id() == id).findFirst();
      String became =
          id == Topic.OUTLIERS
              ? "outliers"
              : "topic " + id + made.map(topic -> ", " + topic.label()).orElse("");
      if (!old.hasDefaultName() && made.filter(t -> t.name().equals(old.name())).isEmpty()) {
        lost.add(String.format(Locale.ROOT, "\"%s\" (now %s)", old.name(), became));
      }
      if (old.ownLabel().isPresent()
          && made.filter(topic -> topic.ownLabel().equals(old.ownLabel())).isEmpty()) {
        lost.add(String.format(Locale.ROOT, "\"%s\" (now %s)", old.ownLabel().get(), became));
      }
    }
    return lost;
  }
}
