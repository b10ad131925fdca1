package org.sparkbertopic.reduction.umap;

import java.util.Optional;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.reduction.neighbors.PrecomputedNeighbors;

/**
 * The input of a {@link Umap} fit: points, with optional labels, initial coordinates and
 * neighbours. {@code UmapInput.of(points).withLabels(labels)} gives a supervised layout. Arrays are
 * neither changed nor kept.
 *
 * <p>Equal rows are one point of the layout. It has the most frequent label of these rows ({@link
 * #UNKNOWN} if two labels are equally frequent; unknown labels do not count), starts at the mean of
 * their initial coordinates, and has the neighbours of the first of them.
 *
 * @param points {@code [rows][dimension]}, finite
 * @param labels {@code [rows]}: the class of every row, or {@link #UNKNOWN}. {@link
 *     Umap#targetWeight} sets how much points of different classes move apart (umap-learn's
 *     categorical target). Even labels that are all unknown change the layout slightly
 * @param initialPlaces {@code [rows][nComponents]}, finite: initial coordinates, instead of {@link
 *     Umap#init}. Each column is stretched to [0, 10]. If points coincide, noise of a thousandth of
 *     the mean distance to the nearest other point is added to all first
 * @param neighbors the nearest neighbours of every row, instead of computing them
 */
public record UmapInput(
    float[][] points,
    Optional<int[]> labels,
    Optional<float[][]> initialPlaces,
    Optional<PrecomputedNeighbors> neighbors) {

  /** The label of a row whose class is not known. */
  public static final int UNKNOWN = -1;

  /**
   * @throws IllegalArgumentException if the number of labels, initial coordinates or neighbours
   *     differs from that of the points, a label is below {@link #UNKNOWN}, or a coordinate is not
   *     finite
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
        throw Checks.invalid(
            "labels must be %s (unknown) or more, got %s in row %s; number the classes from 0",
            UNKNOWN, labels[row], row);
      }
    }
  }

  private static void checkPlaces(float[][] places, int rows) {
    checkRows("initialPlaces", places.length, rows);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < places[row].length; column++) {
        if (!Float.isFinite(places[row][column])) {
          throw Checks.invalid(
              "initialPlaces must be finite, got %s in row %s, column %s; give the row any coordinates,"
                  + " such as the mean of the others",
              places[row][column], row, column);
        }
      }
    }
  }

  /** Checks that the initial coordinates have the dimension of the layout. */
  void checkPlaces(int dimension) {
    float[][] places = initialPlaces.orElseGet(() -> new float[0][]);
    for (int row = 0; row < places.length; row++) {
      if (places[row].length != dimension) {
        throw Checks.invalid(
            "initialPlaces must have nComponents = %s columns in every row, got %s in row %s;"
                + " give one coordinate for each component",
            dimension, places[row].length, row);
      }
    }
  }

  private static void checkRows(String parameter, int found, int rows) {
    if (found != rows) {
      throw Checks.invalid(
          "%s must have one entry for each of the %s points, got %s; give them in the order of"
              + " the points",
          parameter, rows, found);
    }
  }
}
