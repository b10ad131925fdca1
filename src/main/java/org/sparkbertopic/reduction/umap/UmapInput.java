package org.sparkbertopic.reduction.umap;

import java.util.Optional;
import org.sparkbertopic.reduction.neighbors.PrecomputedNeighbors;

/**
 * What a {@link Umap} is fitted to: the points, and what else is known about them. {@code
 * UmapInput.of(points).withLabels(labels)} makes a supervised layout. Arrays are neither changed
 * nor kept.
 *
 * <p>Rows that are equal are one point of the layout. It has the label that most of them have
 * ({@link #UNKNOWN} where two labels are equally frequent; unknown ones do not count), starts at
 * the mean of their given places, and has the neighbours of the first of them.
 *
 * @param points {@code [rows][dimension]}, finite
 * @param labels {@code [rows]}: the class of every row, or {@link #UNKNOWN}. Points of different
 *     classes are drawn apart, by the parameter {@link Umap#targetWeight} (umap-learn's categorical
 *     target). Labels that are all unknown also change the layout a little
 * @param initialPlaces {@code [rows][nComponents]}, finite: where the layout starts, instead of
 *     {@link Umap#init}. Each column is stretched to [0, 10]; where places coincide, all are first
 *     shaken by a thousandth of the mean distance to the nearest other place
 * @param neighbors the nearest neighbours of every row, instead of the search for them
 */
public record UmapInput(
    float[][] points,
    Optional<int[]> labels,
    Optional<float[][]> initialPlaces,
    Optional<PrecomputedNeighbors> neighbors) {

  /** The label of a row whose class is not known. */
  public static final int UNKNOWN = -1;

  /**
   * @throws IllegalArgumentException if labels, places or neighbours are not as many as the points,
   *     a label is below {@link #UNKNOWN}, or a place is not finite
   */
  public UmapInput {
    int rows = points.length;
    labels.ifPresent(given -> checkLabels(given, rows));
    initialPlaces.ifPresent(given -> checkPlaces(given, rows));
    neighbors.ifPresent(given -> checkRows("neighbors", given.indices().length, rows));
  }

  /** Points alone. */
  public static UmapInput of(float[][] points) {
    return new UmapInput(points, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** This input with {@link #labels}. */
  public UmapInput withLabels(int[] labels) {
    return new UmapInput(points, Optional.of(labels), initialPlaces, neighbors);
  }

  /** This input with {@link #initialPlaces}. */
  public UmapInput withInitialPlaces(float[][] initialPlaces) {
    return new UmapInput(points, labels, Optional.of(initialPlaces), neighbors);
  }

  /** This input with {@link #neighbors}. */
  public UmapInput withNeighbors(PrecomputedNeighbors neighbors) {
    return new UmapInput(points, labels, initialPlaces, Optional.of(neighbors));
  }

  private static void checkLabels(int[] labels, int rows) {
    checkRows("labels", labels.length, rows);
    for (int row = 0; row < rows; row++) {
      if (labels[row] < UNKNOWN) {
        throw new IllegalArgumentException(
            "labels must be "
                + UNKNOWN
                + " (unknown) or more, got "
                + labels[row]
                + " in row "
                + row
                + "; number the classes from 0");
      }
    }
  }

  private static void checkPlaces(float[][] places, int rows) {
    checkRows("initialPlaces", places.length, rows);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < places[row].length; column++) {
        if (!Float.isFinite(places[row][column])) {
          throw new IllegalArgumentException(
              "initialPlaces must be finite, got "
                  + places[row][column]
                  + " in row "
                  + row
                  + ", column "
                  + column
                  + "; give the row any place, such as the mean of the others");
        }
      }
    }
  }

  /** Checks that every place has a coordinate per dimension of the layout. */
  void checkPlaces(int dimension) {
    float[][] places = initialPlaces.orElseGet(() -> new float[0][]);
    for (int row = 0; row < places.length; row++) {
      if (places[row].length != dimension) {
        throw new IllegalArgumentException(
            "initialPlaces must have nComponents = "
                + dimension
                + " columns in every row, got "
                + places[row].length
                + " in row "
                + row
                + "; give one coordinate for each component");
      }
    }
  }

  private static void checkRows(String parameter, int found, int rows) {
    if (found != rows) {
      throw new IllegalArgumentException(
          parameter
              + " must have one entry for each of the "
              + rows
              + " points, got "
              + found
              + "; give them in the order of the points");
    }
  }
}
