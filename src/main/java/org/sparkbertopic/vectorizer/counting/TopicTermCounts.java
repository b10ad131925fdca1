package org.sparkbertopic.vectorizer.counting;

import java.util.Arrays;
import org.sparkbertopic.ctfidf.TermMatrix;

/**
 * The number of occurrences of each term in each topic.
 *
 * @param counts topic x term, exact; a row for every topic that has documents, even if none of its
 *     terms was kept
 * @param documents {@code [counts.rows()]}: documents of each topic
 * @param distinctTerms terms in the documents, before any limit
 * @param termsWithinLimits terms left by minDf, maxDf and minTopicDf; more than the vocabulary if
 *     maxFeatures dropped some
 */
public record TopicTermCounts(
    TermMatrix counts, long[] documents, long distinctTerms, long termsWithinLimits) {

  /** With counts multiplied; documents stay as they are. */
  TopicTermCounts scaled(double factor) {
    double[] values = counts.values().clone();
    Arrays.setAll(values, entry -> values[entry] * factor);
    return new TopicTermCounts(
        counts.withValues(values), documents, distinctTerms, termsWithinLimits);
  }

  /** Number of terms that only maxFeatures dropped. */
  public long termsDroppedByMaxFeatures() {
    return termsWithinLimits - counts.vocabulary().size();
  }
}
