package org.sparkbertopic.job.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.pipeline.LanguageDefaults;

/** What the key {@code language} chooses; keys that the user set are not changed. */
final class LanguageConfig {

  private static final String LANGUAGE = "language";

  /** Keys that name another backend, whose models have other names. */
  private static final List<String> BACKENDS = List.of("embedding.backend", "embedding.url");

  private LanguageConfig() {}

  /**
   * Values that stand between those of the user and the defaults.
   *
   * @throws ConfigurationException if there is no such language
   */
  static Config choices(Config given) {
    if (!given.hasPath(LANGUAGE) || given.getString(LANGUAGE).isBlank()) {
      return ConfigFactory.empty();
    }
    LanguageDefaults language;
    try {
      language = LanguageDefaults.named(given.getString(LANGUAGE));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(ErrorMessages.describe(e), e);
    }
    Map<String, Object> chosen = new HashMap<>();
    if (BACKENDS.stream().noneMatch(given::hasPath)) {
      chosen.put("embedding.model", language.embeddingModel());
    }
    if (!given.hasPath("vectorizer.analyzer") || isWord(given)) {
      chosen.put("vectorizer.tokenizer", language.tokenizer());
    }
    chosen.put("vectorizer.stop-words", language.stopWords());
    return ConfigFactory.parseMap(chosen);
  }

  /** Others find no words, so that they need no tokenizer. */
  private static boolean isWord(Config given) {
    return given.getString("vectorizer.analyzer").equals("word");
  }
}
