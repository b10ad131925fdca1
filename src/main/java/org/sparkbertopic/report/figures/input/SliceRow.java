package org.sparkbertopic.report.figures.input;

import java.util.List;
import java.util.Objects;
import org.sparkbertopic.compute.Checks;

/**
 * A topic at a timestamp, in a class, or both: a row of the tables of topics over time and per
 * class.
 *
 * @param topic its id
 * @param timestamp a number, or a date with or without time as ISO 8601 writes it; other texts are
 *     drawn in their order; empty where there is none
 * @param category the class; empty where there is none
 * @param frequency documents of the topic there
 * @param words what it is about there, best first
 */
public record SliceRow(
    int topic, String timestamp, String category, long frequency, List<String> words) {

  public SliceRow {
    Objects.requireNonNull(timestamp, "timestamp");
    Objects.requireNonNull(category, "category");
    words = List.copyOf(words);
    Checks.require(
        frequency >= 0, "frequency", "a number of documents", frequency, "count them again");
  }
}
