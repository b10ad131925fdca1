package org.sparkbertopic.report.figures.input;

import org.sparkbertopic.compute.Checks;

/**
 * How much of a topic is in a document or a word.
 *
 * @param topic its id
 * @param weight 0 or more
 */
public record TopicWeight(int topic, double weight) {

  public TopicWeight {
    Checks.require(
        weight >= 0 && weight < Double.POSITIVE_INFINITY,
        "weight",
        "0 or more and finite",
        weight,
        "give the column 'distribution' or 'probabilities' of a row");
  }
}
