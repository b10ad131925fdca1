package org.sparkbertopic.ctfidf;

import java.io.Serializable;
import java.util.List;

/**
 * Class-based TF-IDF (Grootendorst 2022, BERTopic: Neural topic modeling with a class-based TF-IDF
 * procedure, section 3.3): how much a term says about a topic beside the others.
 *
 * @param bm25Weighting a BM25-inspired idf, robust to stop words in small corpora
 * @param reduceFrequentWords takes the square root of the term frequencies
 * @param seedWords terms whose idf is multiplied
 * @param seedMultiplier by how much
 */
public record ClassTfidf(
    boolean bm25Weighting,
    boolean reduceFrequentWords,
    List<String> seedWords,
    double seedMultiplier)
    implements Serializable {

  /** BERTopic's. */
  public static final double DEFAULT_SEED_MULTIPLIER = 2.0;

  public ClassTfidf {
    seedWords = List.copyOf(seedWords);
    if (!(seedMultiplier > 0) || Double.isInfinite(seedMultiplier)) {
      throw new IllegalArgumentException(
          "seedMultiplier must be positive and finite, got "
              + seedMultiplier
              + "; 1 leaves the seed words as they are");
    }
  }

  /** BERTopic's defaults. */
  public static ClassTfidf create() {
    return new ClassTfidf(false, false, List.of(), DEFAULT_SEED_MULTIPLIER);
  }
}
