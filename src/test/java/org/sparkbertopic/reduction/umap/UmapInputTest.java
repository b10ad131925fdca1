package org.sparkbertopic.reduction.umap;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.neighbors.Metric;
import org.sparkbertopic.reduction.neighbors.NearestNeighborsTest;
import org.sparkbertopic.reduction.neighbors.PrecomputedNeighbors;
import org.sparkbertopic.reduction.neighbors.PrecomputedNeighborsTest;

public class UmapInputTest {

  private static final float[][] POINTS = NearestNeighborsTest.randomPoints(4, 3, 1);

  @Test
  void labels_of_another_length_or_below_unknown_are_errors() {
    UmapInput input = UmapInput.of(POINTS);
    assertWrong(
        () -> input.withLabels(new int[3]),
        "labels must have one entry for each of the 4 points, got 3; "
            + "give them in the order of the points");
    assertWrong(
        () -> input.withLabels(new int[] {0, -1, -2, 0}),
        "labels must be -1 (unknown) or more, got -2 in row 2; number the classes from 0");
  }

  @Test
  void places_of_another_shape_or_not_finite_are_errors() {
    UmapInput input = UmapInput.of(POINTS);
    assertWrong(
        () -> input.withInitialPlaces(new float[5][2]),
        "initialPlaces must have one entry for each of the 4 points, got 5");
    float[][] infinite = new float[4][2];
    infinite[1][1] = Float.POSITIVE_INFINITY;
    assertWrong(
        () -> input.withInitialPlaces(infinite),
        "initialPlaces must be finite, got Infinity in row 1, column 1");
    float[][] ragged = {{1, 2}, {3, 4}, {5}, {6, 7}};
    assertWrong(
        () -> fit(input.withInitialPlaces(ragged)),
        "initialPlaces must have nComponents = 2 columns in every row, got 1 in row 2; "
            + "give one coordinate for each component");
  }

  @Test
  void neighbours_of_other_points_are_an_error() {
    PrecomputedNeighbors five =
        PrecomputedNeighborsTest.exact(
            NearestNeighborsTest.randomPoints(5, 3, 1), Metric.COSINE, 3);
    assertWrong(
        () -> UmapInput.of(POINTS).withNeighbors(five),
        "neighbors must have one entry for each of the 4 points, got 5");
  }

  private static UmapModel fit(UmapInput input) {
    try (Workers workers = Workers.of(1)) {
      return Umap.bertopic().withNComponents(2).fit(input, FitContext.of(1, workers));
    }
  }

  private static void assertWrong(Executable call, String expected) {
    assertSays(assertThrows(IllegalArgumentException.class, call), expected);
  }

  /** Checks the words, and that the message has the form PARAMETER must RULE, got VALUE; ADVICE. */
  public static void assertSays(IllegalArgumentException error, String expected) {
    String message = error.getMessage();
    assertTrue(message.contains(expected), message);
    assertTrue(message.matches("\\S+( \\S+)? must (be|have) .+, got .+; .+"), message);
  }
}
