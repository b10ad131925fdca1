package org.sparkbertopic.report.figures.input;

import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.topics.Topic;

/**
 * What topics are called in a figure; BERTopic's {@code custom_labels}.
 *
 * @param kind the rule
 * @param aspect the name of the aspect for {@link Kind#ASPECT}, else empty
 */
public record Labels(Kind kind, String aspect) {

  /** BERTopic's words of an aspect in a label. */
  public static final int ASPECT_WORDS = 3;

  /** The rules. */
  public enum Kind {
    /** The custom label, or else the name, with a mark where the topic is retired. */
    TITLE,
    /** The id and the words, even where there is a custom label. */
    NAME,
    /** The custom label; the name of a topic without one. */
    CUSTOM,
    /** The id and the first words of an aspect. */
    ASPECT
  }

  public Labels {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(aspect, "aspect");
    if (kind == Kind.ASPECT == aspect.isBlank()) {
      throw Checks.invalid(
          "aspect must be the name of an aspect for ASPECT and empty otherwise, got '%s' for %s;"
              + " use Labels.aspect(name)",
          aspect, kind);
    }
  }

  /** As reports show topics: the default. */
  public static Labels title() {
    return new Labels(Kind.TITLE, "");
  }

  /** BERTopic's default names. */
  public static Labels name() {
    return new Labels(Kind.NAME, "");
  }

  /** The labels that a person or an aspect gave. */
  public static Labels custom() {
    return new Labels(Kind.CUSTOM, "");
  }

  /** The words of an aspect. */
  public static Labels aspect(String name) {
    return new Labels(Kind.ASPECT, name);
  }

  /**
   * Checks that the topics have what is asked for.
   *
   * @throws IllegalArgumentException if no topic has a custom label, or the aspect
   */
  public void require(List<Topic> topics) {
    if (topics.isEmpty()) {
      return;
    }
    if (kind == Kind.CUSTOM && topics.stream().noneMatch(t -> t.customLabel().isPresent())) {
      throw Checks.invalid(
          "labels must be custom labels of the topics, got none; set them with setTopicLabels, or"
              + " leave labels as they are");
    }
    if (kind == Kind.ASPECT && topics.stream().noneMatch(t -> t.aspects().containsKey(aspect))) {
      TreeSet<String> known = new TreeSet<>();
      topics.forEach(topic -> known.addAll(topic.aspects().keySet()));
      throw Checks.invalid(
          "labels must name an aspect of the topics, one of %s, got '%s'; fit or update the model"
              + " with this aspect",
          known, aspect);
    }
  }

  /** What a topic is called, not escaped; the name where an aspect has no words for it. */
  public String of(Topic topic) {
    return switch (kind) {
      case TITLE -> topic.title();
      case NAME -> topic.name();
      case CUSTOM -> topic.label();
      case ASPECT -> ofAspect(topic);
    };
  }

  private String ofAspect(Topic topic) {
    List<TermScore> words = topic.aspects().getOrDefault(aspect, List.of());
    if (words.isEmpty()) {
      return topic.name();
    }
    return Stream.concat(
            Stream.of(Integer.toString(topic.id())),
            words.stream().limit(ASPECT_WORDS).map(TermScore::term))
        .collect(Collectors.joining("_"));
  }
}
