package org.sparkbertopic.reduction.neighbors;

import java.util.Arrays;

/**
 * The nearest neighbours of every row, computed by the caller, as umap-learn's {@code
 * precomputed_knn}: nearest first, starting with the row itself at distance 0. Distances are
 * between the input rows, by the metric of the layout.
 *
 * <p>Neighbours that a layout does not need are ignored.
 *
 * @param indices {@code [rows][k]}: row numbers; the first of a row is the row itself
 * @param distances {@code [rows][k]}: finite, ascending within a row
 */
public record PrecomputedNeighbors(int[][] indices, float[][] distances) {

  /**
   * @throws IllegalArgumentException if the arrays differ in shape, the first neighbour is not the
   *     row itself at distance 0, a row number is out of range or repeated, or distances are not
   *     finite or not ascending; the message names the row
   */
  public PrecomputedNeighbors {
    int rows = indices.length;
    if (distances.length != rows) {
      throw wrong("distances", "given for all " + rows + " rows", distances.length, "give both");
    }
    int k = rows == 0 ? 0 : indices[0].length;
    int[] namedBy = new int[rows];
    Arrays.fill(namedBy, -1);
    for (int row = 0; row < rows; row++) {
      checkShape("indices", row, indices[row].length, k);
      checkShape("distances", row, distances[row].length, k);
      checkIndices(indices[row], row, namedBy);
      checkDistances(distances[row], row);
    }
  }

  private static void checkShape(String what, int row, int length, int k) {
    if (length == 0) {
      throw wrong(what, "at least one per row", "none in row " + row, "begin with the row itself");
    }
    if (length != k) {
      throw wrong(
          what, k + " in every row", length + " in row " + row, "cut all rows to the shortest");
    }
  }

  private static void checkIndices(int[] ids, int row, int[] namedBy) {
    if (ids[0] != row) {
      throw wrong(
          "indices",
          "the row's own number first",
          ids[0] + " in row " + row,
          "put every row before its neighbours, at distance 0");
    }
    for (int id : ids) {
      if (id < 0 || id >= namedBy.length) {
        throw wrong(
            "indices",
            "in [0, rows = " + namedBy.length + ")",
            id + " in row " + row,
            "number the points from 0, in their order");
      }
      if (namedBy[id] == row) {
        throw wrong(
            "indices",
            "different within a row",
            id + " twice in row " + row,
            "leave out repeated neighbours");
      }
      namedBy[id] = row;
    }
  }

  private static void checkDistances(float[] distances, int row) {
    if (distances[0] != 0) {
      throw wrong(
          "distances",
          "0 from a row to itself",
          distances[0] + " in row " + row,
          "put every row before its neighbours, at distance 0");
    }
    for (int i = 1; i < distances.length; i++) {
      if (!Float.isFinite(distances[i])) {
        throw wrong(
            "distances",
            "finite",
            distances[i] + " in row " + row + ", column " + i,
            "find as many neighbours for every row");
      }
      if (distances[i] < distances[i - 1]) {
        throw wrong(
            "distances",
            "ascending",
            distances[i] + " after " + distances[i - 1] + " in row " + row,
            "sort the neighbours of every row, and raise rounding errors below 0 to 0");
      }
    }
  }

  private static IllegalArgumentException wrong(
      String what, String rule, Object found, String advice) {
    return new IllegalArgumentException(
        "neighbors' " + what + " must be " + rule + ", got " + found + "; " + advice);
  }

  /**
   * The neighbours among distinct rows.
   *
   * @param distinctOf for every row the number of its distinct row, in order of first appearance
   * @param distinct number of distinct rows
   * @param neighbors neighbours that each of them needs, itself included
   * @param scale factor for distances
   * @throws IllegalArgumentException if a row has too few neighbours
   */
  public KnnGraph among(int[] distinctOf, int distinct, int neighbors, double scale) {
    if (indices[0].length < neighbors) {
      throw wrong(
          "indices",
          "at least " + neighbors + " per row, as many as nNeighbors",
          indices[0].length,
          "find more, or lower nNeighbors");
    }
    int[] ids = new int[Math.multiplyExact(distinct, neighbors)];
    float[] scaled = new float[ids.length];
    int[] takenBy = new int[distinct];
    Arrays.fill(takenBy, -1);
    int vertex = 0;
    for (int row = 0; row < indices.length; row++) {
      if (distinctOf[row] < vertex) {
        continue; // equal to a row before it
      }
      int filled = 0;
      for (int i = 0; i < indices[row].length && filled < neighbors; i++) {
        int id = distinctOf[indices[row][i]];
        if (takenBy[id] != vertex) {
          takenBy[id] = vertex;
          ids[vertex * neighbors + filled] = id;
          scaled[vertex * neighbors + filled] = (float) (distances[row][i] * scale);
          filled++;
        }
      }
      if (filled < neighbors) {
        throw wrong(
            "indices",
            "at least " + neighbors + " different points per row (equal rows are one)",
            filled + " in row " + row,
            "find more neighbours, or leave equal rows out");
      }
      vertex++;
    }
    return new KnnGraph(neighbors, ids, scaled);
  }
}
