package org.sparkbertopic.job;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.GuidedTopics;
import org.sparkbertopic.ZeroShotTopics;
import org.sparkbertopic.vectorizer.StopWords;

/** Ways to fit: labels, given topics, seed topics and zero-shot topics. */
final class ModeConfig {

  private ModeConfig() {}

  /** Sets what the configuration says of them. */
  static void apply(JobConfig config, BERTopic estimator) {
    config.optional("input.label-column").ifPresent(estimator::setLabelCol);
    config.optional("input.topic-column").ifPresent(estimator::setGivenTopicCol);
    config.part("guided", ModeConfig::guided).ifPresent(estimator::setGuided);
    config.part("zero-shot", ModeConfig::zeroShot).ifPresent(estimator::setZeroShot);
  }

  private static Optional<GuidedTopics> guided(JobConfig config) {
    List<List<String>> topics = new ArrayList<>(config.wordLists("guided.seed-topics"));
    config
        .optional("guided.seed-topics-file")
        .ifPresent(
            file ->
                lines("guided.seed-topics-file", file).stream()
                    .map(ModeConfig::words)
                    .forEach(topics::add));
    return topics.isEmpty() ? Optional.empty() : Optional.of(new GuidedTopics(topics));
  }

  private static Optional<ZeroShotTopics> zeroShot(JobConfig config) {
    List<String> names = new ArrayList<>(config.words("zero-shot.topics"));
    config
        .optional("zero-shot.topics-file")
        .ifPresent(file -> names.addAll(lines("zero-shot.topics-file", file)));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(new ZeroShotTopics(names, config.number("zero-shot.min-similarity")));
  }

  /** Between commas, or without commas between blanks. */
  private static List<String> words(String line) {
    return Arrays.stream(line.split(line.contains(",") ? "," : "\\s+"))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** The lines of a file on any file system, without empty ones and those that begin with #. */
  private static List<String> lines(String key, String file) {
    List<String> lines;
    try (Reader reader = new InputStreamReader(JobConfig.open(file), StandardCharsets.UTF_8)) {
      lines = StopWords.parse(reader);
    } catch (IOException | UncheckedIOException e) {
      throw new ConfigurationException(
          key + " must be a readable text file, got '" + file + "': " + e.getMessage(), e);
    }
    if (lines.isEmpty()) {
      throw new ConfigurationException(
          key + " must have a topic on some line, got none in '" + file + "'; write some");
    }
    return lines;
  }
}
