package org.sparkbertopic.job.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.topics.GuidedTopics;
import org.sparkbertopic.topics.ZeroShotTopics;

/** The fitting modes: labels, given topics, seed topics and zero-shot topics. */
final class ModeConfig {

  private ModeConfig() {}

  /** Sets the modes of the estimator from the configuration. */
  static void apply(JobConfig config, BERTopic estimator) {
    config.optional("input.label-column").ifPresent(estimator::setLabelCol);
    config.optional("input.topic-column").ifPresent(estimator::setGivenTopicCol);
    config.part("guided", ModeConfig::guided).ifPresent(estimator::setGuided);
    zeroShot(config).ifPresent(estimator::setZeroShot);
  }

  private static Optional<GuidedTopics> guided(JobConfig config) {
    List<List<String>> topics = new ArrayList<>(config.wordLists("guided.seed-topics"));
    config.lines("guided.seed-topics-file", "the words of a topic").stream()
        .map(ModeConfig::words)
        .forEach(topics::add);
    return topics.isEmpty() ? Optional.empty() : Optional.of(new GuidedTopics(topics));
  }

  private static Optional<ZeroShotTopics> zeroShot(JobConfig config) {
    List<String> names = config.wordsAndLines("zero-shot.topics", "a name");
    // Validates the threshold even if there are no names.
    ZeroShotTopics topics =
        config
            .with("zero-shot.topics", names.isEmpty() ? List.of("none") : names)
            .bound(ZeroShotTopics.of(List.of("none")));
    return names.isEmpty() ? Optional.empty() : Optional.of(topics);
  }

  /** Splits a line at commas, or at blanks if it has no comma. */
  private static List<String> words(String line) {
    return Arrays.stream(line.split(line.contains(",") ? "," : "\\s+"))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
