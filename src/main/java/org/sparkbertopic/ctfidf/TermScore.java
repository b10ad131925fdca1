package org.sparkbertopic.ctfidf;

import java.util.Objects;

/**
 * A term of a topic with its score.
 *
 * @param term a word or n-gram
 * @param score higher is better; the c-TF-IDF weight unless a representation sets another score
 */
public record TermScore(String term, double score) {

  public TermScore {
    Objects.requireNonNull(term, "term");
  }
}
