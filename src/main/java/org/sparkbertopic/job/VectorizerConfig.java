package org.sparkbertopic.job;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.sparkbertopic.vectorizer.Accents;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.StopWords;
import org.sparkbertopic.vectorizer.TextAnalysis;
import org.sparkbertopic.vectorizer.WordForm;

/** The section {@code vectorizer} of a configuration. */
final class VectorizerConfig {

  private VectorizerConfig() {}

  /**
   * @throws ConfigurationException if a file cannot be read
   * @throws IllegalArgumentException if the vectorizer refuses its parameters
   */
  static CountVectorizer vectorizer(JobConfig config) {
    List<Integer> ngrams = config.integers("vectorizer.ngram-range");
    if (ngrams.size() != 2) {
      throw new ConfigurationException(
          "vectorizer.ngram-range must be [SHORTEST, LONGEST], got " + ngrams);
    }
    return CountVectorizer.create()
        .withLowercase(config.flag("vectorizer.lowercase"))
        .withTokenPattern(config.string("vectorizer.token-pattern"))
        .withText(text(config))
        .withStopWords(stopWords(config))
        .withNgramRange(ngrams.get(0), ngrams.get(1))
        .withMinDf(config.integer("vectorizer.min-df"))
        .withMaxDf(config.number("vectorizer.max-df"))
        .withMinTopicDf(config.integer("vectorizer.min-topic-df"))
        .withMaxFeatures(config.integer("vectorizer.max-features"))
        .withVocabulary(vocabulary(config));
  }

  private static TextAnalysis text(JobConfig config) {
    return new TextAnalysis(
        config.string("vectorizer.tokenizer"),
        config.choice("vectorizer.word-form", WordForm.class),
        config.choice("vectorizer.strip-accents", Accents.class),
        config.flag("vectorizer.strip-html"));
  }

  private static List<String> stopWords(JobConfig config) {
    List<String> given =
        config.isList("vectorizer.stop-words")
            ? config.words("vectorizer.stop-words")
            : StopWords.named(config.string("vectorizer.stop-words"));
    return Stream.concat(given.stream(), file(config, "vectorizer.stop-words-file").stream())
        .distinct()
        .toList();
  }

  private static List<String> vocabulary(JobConfig config) {
    List<String> terms =
        Stream.concat(
                config.words("vectorizer.vocabulary").stream(),
                file(config, "vectorizer.vocabulary-file").stream())
            .distinct()
            .toList();
    Optional<String> path = config.optional("vectorizer.vocabulary-file");
    if (terms.isEmpty() && path.isPresent()) {
      throw new ConfigurationException(
          String.format(
              Locale.ROOT,
              "vectorizer.vocabulary-file must name a file with a term a line, got %s without any;"
                  + " leave the key out to count every term",
              path.get()));
    }
    return terms;
  }

  /** Nothing where no file is named. */
  private static List<String> file(JobConfig config, String key) {
    Optional<String> path = config.optional(key);
    if (path.isEmpty()) {
      return List.of();
    }
    try (Reader reader =
        new InputStreamReader(JobConfig.open(path.get()), StandardCharsets.UTF_8.newDecoder())) {
      return StopWords.parse(reader);
    } catch (IOException | UncheckedIOException e) {
      boolean encoding =
          e instanceof CharacterCodingException || e.getCause() instanceof CharacterCodingException;
      throw new ConfigurationException(
          String.format(
              Locale.ROOT,
              "%s must name a readable file of UTF-8 text with a word a line, got %s: %s",
              key,
              path.get(),
              encoding ? "it is not UTF-8" : e.getMessage()),
          e);
    }
  }
}
