package org.sparkbertopic.assign;

import java.util.Optional;
import org.sparkbertopic.compute.Checks;

/**
 * The embeddings that a layout is fitted on.
 *
 * @param embeddings {@code [rows][dimension]}, finite, in an order that the caller can repeat
 * @param labels {@code [rows]}: given class of each row from 0, or -1; empty where none are given
 */
public record LayoutSample(float[][] embeddings, Optional<int[]> labels) {

  public LayoutSample {
    int rows = embeddings.length;
    labels.ifPresent(
        given -> {
          if (given.length != rows) {
            throw Checks.invalid(
                "labels must be one for each of the %d rows, got %d", rows, given.length);
          }
        });
  }

  /** A sample of which no classes are known. */
  public static LayoutSample of(float[][] embeddings) {
    return new LayoutSample(embeddings, Optional.empty());
  }

  /** This sample with classes. */
  public LayoutSample withLabels(int[] given) {
    return new LayoutSample(embeddings, Optional.of(given));
  }
}
