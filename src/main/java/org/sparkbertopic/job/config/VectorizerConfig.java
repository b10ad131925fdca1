package org.sparkbertopic.job.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TextAnalysis;
import org.sparkbertopic.vectorizer.language.NgramUnit;
import org.sparkbertopic.vectorizer.language.Preprocessor;
import org.sparkbertopic.vectorizer.language.StopWords;
import org.sparkbertopic.vectorizer.language.TokenizerFactory;

/** Creates the vectorizer from the section {@code vectorizer} of a configuration. */
final class VectorizerConfig {

  private static final String STOP_WORDS = "vectorizer.stop-words";
  private static final String VOCABULARY = "vectorizer.vocabulary";
  private static final String TOKENIZER = "vectorizer.tokenizer";
  private static final String ANALYZER = "vectorizer.analyzer";
  private static final String MIN_DF = "vectorizer.min-df";
  private static final String MAX_DF = "vectorizer.max-df";

  private VectorizerConfig() {}

  /**
   * @throws ConfigurationException if a file cannot be read, or no part has a given name
   * @throws IllegalArgumentException if the vectorizer rejects its parameters
   */
  static CountVectorizer vectorizer(JobConfig config) {
    List<Integer> ngrams = config.integers("vectorizer.ngram-range");
    if (ngrams.size() != 2 || ngrams.get(0) > ngrams.get(1)) {
      throw new ConfigurationException(
          "vectorizer.ngram-range must be [SHORTEST, LONGEST], such as [1, 2], got " + ngrams);
    }
    Limit minDf = Limit.of(config, MIN_DF);
    Limit maxDf = Limit.of(config, MAX_DF);
    boolean everyTerm = maxDf.documents() == 1;
    CountVectorizer bound =
        config
            .with(
                STOP_WORDS, joined(stopWords(config), config.lines(STOP_WORDS + "-file", "a word")))
            .with(
                VOCABULARY,
                joined(config.words(VOCABULARY), config.lines(VOCABULARY + "-file", "a term")))
            .with(MIN_DF, minDf.share() > 0 ? 1 : minDf.documents())
            .with(MAX_DF, maxDf.share() > 0 ? maxDf.share() : 1.0)
            .with(TOKENIZER, ownTokenizer(config) ? TextAnalysis.PATTERN : config.string(TOKENIZER))
            .bound(CountVectorizer.create().withNgramRange(ngrams.get(0), ngrams.get(1)));
    return bound.with(
        changed ->
            changed
                .minDfShare(minDf.share())
                .maxDfDocuments(everyTerm ? 0 : maxDf.documents())
                .text(analysis(config, bound.text())));
  }

  /**
   * A limit of documents, in scikit-learn's two forms.
   *
   * @param documents a number of them; 0 with a share
   * @param share of all documents, in (0, 1]; 0 with a number
   */
  private record Limit(long documents, double share) {

    static Limit of(JobConfig config, String key) {
      String value = config.string(key).strip();
      try {
        if (value.endsWith("%")) {
          BigDecimal percent = new BigDecimal(value.substring(0, value.length() - 1).strip());
          if (percent.signum() > 0 && percent.compareTo(BigDecimal.valueOf(100)) <= 0) {
            return new Limit(0, percent.movePointLeft(2).doubleValue());
          }
        } else {
          BigDecimal number = new BigDecimal(value);
          if (number.signum() > 0) {
            return number.compareTo(BigDecimal.ONE) < 0
                ? new Limit(0, number.doubleValue())
                : new Limit(number.longValueExact(), 0);
          }
        }
      } catch (ArithmeticException | NumberFormatException e) {
        throw refused(key, value, e);
      }
      throw refused(key, value, null);
    }

    private static ConfigurationException refused(String key, String got, RuntimeException cause) {
      return new ConfigurationException(
          key
              + " must be a number of documents (5), or a share of them (0.05, 5%), got '"
              + got
              + "'; 1 keeps every term",
          cause);
    }
  }

  /** A list of words, or a string of names of lists and of files. */
  private static List<String> stopWords(JobConfig config) {
    if (config.isList(STOP_WORDS)) {
      return config.words(STOP_WORDS);
    }
    List<String> words = new ArrayList<>();
    for (String part : config.string(STOP_WORDS).split(",", -1)) {
      String name = part.strip();
      boolean file = !StopWords.names().contains(name) && name.matches("(?s).*[./\\\\].*");
      words.addAll(
          file
              ? config.with(STOP_WORDS + "-file", name).lines(STOP_WORDS + "-file", "a word")
              : StopWords.named(name));
    }
    return words;
  }

  private static boolean ownTokenizer(JobConfig config) {
    return StreamSupport.stream(TextAnalysis.tokenizers().spliterator(), false)
        .noneMatch(config.string(TOKENIZER)::equals);
  }

  /** The parts of the user that are named beside the library's. */
  private static TextAnalysis analysis(JobConfig config, TextAnalysis bound) {
    TextAnalysis analysis = bound;
    if (ownTokenizer(config)) {
      analysis =
          analysis.withOwnTokenizer(
              part(config, TOKENIZER, TokenizerFactory.class, TextAnalysis.tokenizers()));
    }
    if (!config.string("vectorizer.preprocessor").isEmpty()) {
      analysis =
          analysis.withPreprocessor(
              part(config, "vectorizer.preprocessor", Preprocessor.class, List.of()));
    }
    String name = config.string(ANALYZER).replace('-', '_');
    for (NgramUnit unit : NgramUnit.values()) {
      if (name.equals(unit.name().toLowerCase(Locale.ROOT))) {
        return analysis.withUnit(unit);
      }
    }
    return analysis.withOwnAnalyzer(
        part(
            config,
            ANALYZER,
            TokenizerFactory.class,
            Arrays.stream(NgramUnit.values())
                .map(unit -> unit.name().toLowerCase(Locale.ROOT))
                .toList()));
  }

  /** A part of the user, without components, by the name that its jar registers. */
  private static <T> T part(
      JobConfig config, String key, Class<T> contract, Iterable<String> names) {
    String name = config.string(key);
    if (!PartJson.names(contract).contains(name)) {
      String library = String.join(", ", names);
      throw ConfigurationException.of(
          "%s must be %sthe name of a registered %s, got '%s', registered are %s; put the jar that"
              + " names it on the class path (spark-submit --jars)",
          key,
          library.isEmpty() ? "" : "one of " + library + ", or ",
          contract.getSimpleName(),
          name,
          PartJson.names(contract));
    }
    try {
      return PartJson.decode("{\"part\": \"" + name + "\", \"config\": {}}", contract);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          String.format(
              Locale.ROOT,
              "%s = %s must be a record without components, or with defaults for null: %s; set it in"
                  + " Java",
              key,
              name,
              ErrorMessages.describe(e)),
          e);
    }
  }

  private static List<String> joined(List<String> given, List<String> ofFile) {
    return Stream.concat(given.stream(), ofFile.stream()).distinct().toList();
  }
}
