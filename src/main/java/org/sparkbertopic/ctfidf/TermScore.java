package org.sparkbertopic.ctfidf;

import java.util.Objects;

/**
 * A term of a topic and how much it says about it.
 *
 * @param term a word or n-gram
 * @param score the larger the better; c-TF-IDF weight unless a representation says otherwise
 */
public record TermScore(String term, double score) {

  public TermScore {
    Objects.requireNonNull(term, "term");
  }
}
