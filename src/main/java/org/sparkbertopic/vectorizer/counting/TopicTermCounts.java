package org.sparkbertopic.vectorizer.counting;

import org.sparkbertopic.ctfidf.TermMatrix;

/**
 * How often each term occurs in each topic.
 *
 * @param counts topic x term, exact; a row for every topic that has documents, even where no term
 *     of it was kept
 * @param documents {@code [counts.rows()]}: documents of each topic
 * @param distinctTerms terms in the documents, before any limit
 * @param termsWithinLimits terms left by minDf, maxDf and minTopicDf; more than the vocabulary
 *     where maxFeatures dropped some
 */
public record TopicTermCounts(
    TermMatrix counts, long[] documents, long distinctTerms, long termsWithinLimits) {

  /** Terms that only maxFeatures kept out of the vocabulary. */
  public long termsDroppedByMaxFeatures() {
    return termsWithinLimits - counts.vocabulary().size();
  }
}
