package org.sparkbertopic.vectorizer;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.vectorizer.language.NgramUnit;
import org.sparkbertopic.vectorizer.language.Preprocessor;
import org.sparkbertopic.vectorizer.language.StopWords;
import org.sparkbertopic.vectorizer.language.TokenizerFactory;

/**
 * What counts as a term. The parameters have the names of scikit-learn's CountVectorizer, except
 * that {@code minDf} and {@code maxDf} count documents, and {@code minTopicDf} counts topics
 * (BERTopic's min_df counts topics, because it joins the documents of a topic into one text).
 *
 * <p>The limits of documents and topics are applied first, then {@code maxFeatures} to the
 * remaining terms.
 *
 * @param lowercase whether words are lower-cased (by the root locale)
 * @param tokenPattern regular expression of a word, in Java's syntax; {@code \w}, {@code \b} and
 *     {@code \d} are always Unicode's, as in Python; if it has a capturing group, the group is the
 *     word
 * @param stopWords words removed before n-grams are made. They are analysed like texts: a stop word
 *     that the pattern splits ({@code don't}) removes its pieces
 * @param minNgram shortest n-gram, in words, or in characters if {@link TextAnalysis#unit} says so
 * @param maxNgram longest n-gram, likewise
 * @param minDf smallest number of documents with a term
 * @param maxDf largest share of the documents with a term, in (0, 1]
 * @param minTopicDf smallest number of topics with a term, including the outlier topic
 * @param maxFeatures most terms to keep, by frequency, ties by term (ascending by code point);
 *     bounds the data on the driver
 * @param text how texts become words, apart from the pattern
 * @param vocabulary the only terms to count, as written in texts or as the analysis returns them;
 *     empty: all terms. Terms that no document has are left out
 * @param minDfShare smallest share of the documents with a term, in [0, 1]: {@code minDf} as
 *     scikit-learn's fraction. Both limits apply; 0: no limit by share
 * @param maxDfDocuments largest number of documents with a term: {@code maxDf} as scikit-learn's
 *     count. Both limits apply; 0: no limit by number
 */
@RecordBuilder
public record CountVectorizer(
    boolean lowercase,
    String tokenPattern,
    List<String> stopWords,
    int minNgram,
    int maxNgram,
    int minDf,
    double maxDf,
    int minTopicDf,
    int maxFeatures,
    TextAnalysis text,
    List<String> vocabulary,
    double minDfShare,
    long maxDfDocuments)
    implements Serializable, CountVectorizerBuilder.With {

  /**
   * scikit-learn's: two or more word characters. Java's word characters are those of Unicode TR 18:
   * letters, marks, decimal digits, connector punctuation, joiners. Python's {@code \w} excludes
   * marks, and so splits words of Indic scripts, and includes number signs such as {@code ²}. Text
   * in Latin, Greek, Cyrillic, CJK and Arabic without vowel signs gives the same words.
   */
  public static final String DEFAULT_TOKEN_PATTERN = "(?U)\\b\\w\\w+\\b";

  /** scikit-learn's and BERTopic's: single words. */
  public static final int DEFAULT_MIN_NGRAM = 1;

  /** scikit-learn's and BERTopic's: single words. */
  public static final int DEFAULT_MAX_NGRAM = 1;

  /** scikit-learn's: every term. */
  public static final int DEFAULT_MIN_DF = 1;

  /** scikit-learn's: every term. */
  public static final double DEFAULT_MAX_DF = 1.0;

  /** BERTopic's min_df of 1: every term. */
  public static final int DEFAULT_MIN_TOPIC_DF = 1;

  /** Ours: about 100 MB on the driver with 1,000 topics. */
  public static final int DEFAULT_MAX_FEATURES = 500_000;

  public CountVectorizer {
    Objects.requireNonNull(tokenPattern, "tokenPattern");
    stopWords = List.copyOf(stopWords);
    // models saved before these two existed have none
    text = text == null ? TextAnalysis.create() : text;
    vocabulary = vocabulary == null ? List.of() : List.copyOf(vocabulary);
    compile(tokenPattern);
    Checks.require(minNgram >= 1, "minNgram", "at least 1", minNgram, "1 keeps single words");
    Checks.require(
        maxNgram >= minNgram,
        "maxNgram",
        "at least minNgram (" + minNgram + ")",
        maxNgram,
        "raise it, or lower minNgram");
    Checks.require(minDf >= 1, "minDf", "at least 1", minDf, "1 keeps every term");
    Checks.require(maxDf > 0 && maxDf <= 1, "maxDf", "in (0, 1]", maxDf, "1 keeps every term");
    Checks.require(minTopicDf >= 1, "minTopicDf", "at least 1", minTopicDf, "1 keeps every term");
    Checks.require(
        maxFeatures >= 1,
        "maxFeatures",
        "at least 1",
        maxFeatures,
        "the default is " + DEFAULT_MAX_FEATURES);
    Checks.require(
        minDfShare >= 0 && minDfShare <= 1,
        "minDfShare",
        "a share in [0, 1]",
        minDfShare,
        "0 keeps every term; minDf is a number of documents");
    Checks.require(
        maxDfDocuments == 0 || maxDfDocuments >= minDf,
        "maxDfDocuments",
        "at least minDf (" + minDf + ")",
        maxDfDocuments,
        "0 keeps every term");
  }

  /** Without limits in the other form: a share for {@code minDf}, a number for {@code maxDf}. */
  public CountVectorizer(
      boolean lowercase,
      String tokenPattern,
      List<String> stopWords,
      int minNgram,
      int maxNgram,
      int minDf,
      double maxDf,
      int minTopicDf,
      int maxFeatures,
      TextAnalysis text,
      List<String> vocabulary) {
    this(
        lowercase,
        tokenPattern,
        stopWords,
        minNgram,
        maxNgram,
        minDf,
        maxDf,
        minTopicDf,
        maxFeatures,
        text,
        vocabulary,
        0,
        0);
  }

  /** Words by the pattern; all terms count. */
  public CountVectorizer(
      boolean lowercase,
      String tokenPattern,
      List<String> stopWords,
      int minNgram,
      int maxNgram,
      int minDf,
      double maxDf,
      int minTopicDf,
      int maxFeatures) {
    this(
        lowercase,
        tokenPattern,
        stopWords,
        minNgram,
        maxNgram,
        minDf,
        maxDf,
        minTopicDf,
        maxFeatures,
        TextAnalysis.create(),
        List.of());
  }

  /** BERTopic's defaults: single words, no stop words. */
  public static CountVectorizer create() {
    return new CountVectorizer(
        true,
        DEFAULT_TOKEN_PATTERN,
        List.of(),
        DEFAULT_MIN_NGRAM,
        DEFAULT_MAX_NGRAM,
        DEFAULT_MIN_DF,
        DEFAULT_MAX_DF,
        DEFAULT_MIN_TOPIC_DF,
        DEFAULT_MAX_FEATURES);
  }

  /** Sets the stop words to a list, or several ("english, german"), see {@link StopWords#named}. */
  public CountVectorizer withStopWords(String name) {
    return withStopWords(StopWords.named(name));
  }

  public CountVectorizer withNgramRange(int min, int max) {
    return with(changed -> changed.minNgram(min).maxNgram(max));
  }

  /** See {@link TextAnalysis#tokenizer}. */
  public CountVectorizer withTokenizer(String value) {
    return withText(text.withTokenizer(value));
  }

  /** Sets a tokenizer of your own, see {@link TextAnalysis#ownTokenizer}. */
  public CountVectorizer withTokenizer(TokenizerFactory value) {
    return withText(text.withOwnTokenizer(value));
  }

  /** Sets a preprocessor of your own, see {@link TextAnalysis#preprocessor}. */
  public CountVectorizer withPreprocessor(Preprocessor value) {
    return withText(text.withPreprocessor(value));
  }

  /** Sets what n-grams are made of, see {@link TextAnalysis#unit}. */
  public CountVectorizer withAnalyzer(NgramUnit value) {
    return withText(text.withUnit(value));
  }

  /** Sets an analyzer of your own, see {@link TextAnalysis#ownAnalyzer}. */
  public CountVectorizer withAnalyzer(TokenizerFactory value) {
    return withText(text.withOwnAnalyzer(value));
  }

  /** The token pattern, with Unicode's character classes. */
  Pattern compiledTokenPattern() {
    return compile(tokenPattern);
  }

  private static Pattern compile(String tokenPattern) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(tokenPattern, Pattern.UNICODE_CHARACTER_CLASS);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "tokenPattern must be a regular expression, got \"%s\": %s; the default is %s",
              tokenPattern,
              e.getDescription(),
              DEFAULT_TOKEN_PATTERN),
          e);
    }
    int groups = pattern.matcher("").groupCount();
    if (groups > 1) {
      throw Checks.invalid(
          "%s for a group that only groups",
          String.format(
              Locale.ROOT,
              "tokenPattern must have at most one capturing group, got %d in \"%s\"; write"
                  + " (?:...)",
              groups,
              tokenPattern));
    }
    return pattern;
  }
}
