package org.sparkbertopic.vectorizer;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What counts as a term: parameters as scikit-learn's CountVectorizer names them, except that
 * {@code minDf} and {@code maxDf} count documents, and {@code minTopicDf} counts topics (BERTopic's
 * min_df counts topics, because it joins the documents of a topic into one text).
 *
 * @param lowercase whether words are lower-cased (by the root locale)
 * @param tokenPattern regular expression of a word
 * @param stopWords words left out before n-grams are made
 * @param minNgram shortest n-gram, in words
 * @param maxNgram longest n-gram, in words
 * @param minDf least number of documents a term must occur in
 * @param maxDf largest share of the documents a term may occur in, in (0, 1]
 * @param minTopicDf least number of topics a term must occur in
 * @param maxFeatures most terms kept, the most frequent first; bounds what comes to the driver
 */
public record CountVectorizer(
    boolean lowercase,
    String tokenPattern,
    List<String> stopWords,
    int minNgram,
    int maxNgram,
    int minDf,
    double maxDf,
    int minTopicDf,
    int maxFeatures)
    implements Serializable {

  /** scikit-learn's: two or more word characters. */
  public static final String DEFAULT_TOKEN_PATTERN = "(?U)\\b\\w\\w+\\b";

  /** Ours: about 100 MB on the driver with 1,000 topics. */
  public static final int DEFAULT_MAX_FEATURES = 500_000;

  public CountVectorizer {
    Objects.requireNonNull(tokenPattern, "tokenPattern");
    stopWords = List.copyOf(stopWords);
  }

  /** BERTopic's defaults: single words, no stop words. */
  public static CountVectorizer create() {
    return new CountVectorizer(
        true, DEFAULT_TOKEN_PATTERN, List.of(), 1, 1, 1, 1.0, 1, DEFAULT_MAX_FEATURES);
  }
}
