package org.sparkbertopic.job.config;

import java.util.List;
import java.util.stream.Stream;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.language.StopWords;

/** Creates the vectorizer from the section {@code vectorizer} of a configuration. */
final class VectorizerConfig {

  private static final String STOP_WORDS = "vectorizer.stop-words";
  private static final String VOCABULARY = "vectorizer.vocabulary";

  private VectorizerConfig() {}

  /**
   * @throws ConfigurationException if a file cannot be read
   * @throws IllegalArgumentException if the vectorizer rejects its parameters
   */
  static CountVectorizer vectorizer(JobConfig config) {
    List<Integer> ngrams = config.integers("vectorizer.ngram-range");
    if (ngrams.size() != 2 || ngrams.get(0) > ngrams.get(1)) {
      throw new ConfigurationException(
          "vectorizer.ngram-range must be [SHORTEST, LONGEST], such as [1, 2], got " + ngrams);
    }
    List<String> stopWords =
        config.isList(STOP_WORDS)
            ? config.words(STOP_WORDS)
            : StopWords.named(config.string(STOP_WORDS));
    return config
        .with(STOP_WORDS, joined(stopWords, config.lines(STOP_WORDS + "-file", "a word")))
        .with(
            VOCABULARY,
            joined(config.words(VOCABULARY), config.lines(VOCABULARY + "-file", "a term")))
        .bound(CountVectorizer.create().withNgramRange(ngrams.get(0), ngrams.get(1)));
  }

  private static List<String> joined(List<String> given, List<String> ofFile) {
    return Stream.concat(given.stream(), ofFile.stream()).distinct().toList();
  }
}
