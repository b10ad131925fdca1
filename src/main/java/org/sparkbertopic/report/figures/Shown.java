package org.sparkbertopic.report.figures;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.report.figures.input.Labels;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/**
 * The topics that a figure shows, and what it calls them.
 *
 * @param topics in the order in which they are drawn
 * @param leftOut number of smaller topics that the figure leaves out unasked
 */
record Shown(List<Topic> topics, Labels labels, int leftOut) {

  static final String NO_TOPICS = "There are no topics, only outliers.";

  private static final int FIRST_WORDS = 5;
  private static final int TOPICS_OF_ALT = 10;

  Shown(List<Topic> topics, Labels labels) {
    this(topics, labels, 0);
  }

  /**
   * As {@link #of}, but no more than the limit where neither ids nor a number are asked for: for
   * figures that a browser cannot draw of several thousand topics.
   *
   * @param most 0: up to the limit
   */
  static Shown limited(FittedTopics model, List<Integer> ids, int most, int limit, Labels labels) {
    Shown all = of(model, ids, most, labels);
    int more = all.size() - limit;
    return more <= 0 || most > 0 || !ids.isEmpty()
        ? all
        : new Shown(List.copyOf(all.topics().subList(0, limit)), labels, more);
  }

  /**
   * The topics that are asked for, each once, or the largest, outliers and topics that have no
   * documents any more left out.
   *
   * @param ids empty: by size
   * @param most 0: all
   * @throws IllegalArgumentException if the model has no such topic, or the labels are not there
   */
  static Shown of(FittedTopics model, List<Integer> ids, int most, Labels labels) {
    labels.require(model.topics());
    if (!ids.isEmpty()) {
      return new Shown(ids.stream().distinct().map(model::topic).toList(), labels);
    }
    List<Topic> found = new ArrayList<>(model.topics());
    found.removeIf(topic -> topic.id() == Topic.OUTLIERS || topic.isVacant());
    found.sort(Comparator.comparingLong(Topic::size).reversed().thenComparingInt(Topic::id));
    return new Shown(most == 0 ? found : found.stream().limit(most).toList(), labels);
  }

  int size() {
    return topics.size();
  }

  boolean isEmpty() {
    return topics.isEmpty();
  }

  List<Integer> ids() {
    return topics.stream().map(Topic::id).toList();
  }

  /** A figure's title, which tells what the figure leaves out unasked. */
  String title(String title) {
    return leftOut == 0
        ? title
        : String.format(
            Locale.ROOT, "%s: the %,d largest of %,d topics", title, size(), size() + leftOut);
  }

  /** On axes and in legends: cut and escaped. */
  String label(Topic topic) {
    return Texts.escape(labels.of(topic), Texts.LABEL_CHARACTERS);
  }

  /** {@link #label} of each. */
  List<String> allLabels() {
    return topics.stream().map(this::label).toList();
  }

  /** The label, documents and words of a topic, escaped, on three lines. */
  String hover(Topic topic) {
    return String.join(
        Texts.LINE,
        Texts.escape(labels.of(topic)),
        Texts.count(topic.size(), "document"),
        Texts.words(firstWords(topic)));
  }

  static List<String> firstWords(Topic topic) {
    return topic.words().stream().limit(FIRST_WORDS).map(TermScore::term).toList();
  }

  /** The first labels in words, not escaped. */
  String alt() {
    String names =
        topics.stream()
            .limit(TOPICS_OF_ALT)
            .map(topic -> labels.of(topic) + " (" + Texts.count(topic.size(), "document") + ")")
            .collect(Collectors.joining("; "));
    int more = topics.size() - TOPICS_OF_ALT;
    return more > 0 ? names + "; and " + more + " more" : names;
  }
}
