package org.sparkbertopic.job.config;

import java.util.List;
import java.util.stream.Stream;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TextAnalysis;
import org.sparkbertopic.vectorizer.language.Accents;
import org.sparkbertopic.vectorizer.language.Cleaning;
import org.sparkbertopic.vectorizer.language.StopWords;
import org.sparkbertopic.vectorizer.language.WordForm;

/** The section {@code vectorizer} of a configuration. */
final class VectorizerConfig {

  private VectorizerConfig() {}

  /**
   * @throws ConfigurationException if a file cannot be read
   * @throws IllegalArgumentException if the vectorizer refuses its parameters
   */
  static CountVectorizer vectorizer(JobConfig config) {
    List<Integer> ngrams = config.integers("vectorizer.ngram-range");
    if (ngrams.size() != 2 || ngrams.get(0) > ngrams.get(1)) {
      throw new ConfigurationException(
          "vectorizer.ngram-range must be [SHORTEST, LONGEST], such as [1, 2], got " + ngrams);
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
        config.flag("vectorizer.strip-html"),
        config.choice("vectorizer.clean", Cleaning.class));
  }

  private static List<String> stopWords(JobConfig config) {
    List<String> given =
        config.isList("vectorizer.stop-words")
            ? config.words("vectorizer.stop-words")
            : StopWords.named(config.string("vectorizer.stop-words"));
    return Stream.concat(
            given.stream(), config.lines("vectorizer.stop-words-file", "a word").stream())
        .distinct()
        .toList();
  }

  private static List<String> vocabulary(JobConfig config) {
    return Stream.concat(
            config.words("vectorizer.vocabulary").stream(),
            config.lines("vectorizer.vocabulary-file", "a term").stream())
        .distinct()
        .toList();
  }
}
