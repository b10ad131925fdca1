package org.sparkbertopic.reduction.umap;

import java.util.Arrays;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.neighbors.DistinctRows;
import org.sparkbertopic.reduction.neighbors.KnnGraph;
import org.sparkbertopic.reduction.neighbors.Metric;
import org.sparkbertopic.reduction.neighbors.MetricSpace;
import org.sparkbertopic.reduction.neighbors.NearestNeighbors;

/**
 * Initial coordinates from the caller, treated as umap-learn treats an array: noise is added if
 * some coincide, and every coordinate is stretched to {@link InitialCoordinates#EXTENT}.
 */
final class GivenStart {

  /** The noise in umap-learn, as a share of the mean distance to the nearest other point. */
  private static final double SHAKEN_SHARE = 0.001;

  private GivenStart() {}

  /**
   * Computes the initial coordinates.
   *
   * @param given {@code [rows][dimension]}
   * @param distinctOf the vertex of every row; a vertex starts at the mean of its rows
   * @return {@code [vertices * dimension]}
   */
  static float[] of(float[][] given, int[] distinctOf, int vertices, long seed, Workers workers) {
    int dimension = given[0].length;
    double[][] places = new double[vertices][dimension];
    int[] counts = new int[vertices];
    for (int row = 0; row < given.length; row++) {
      counts[distinctOf[row]]++;
      for (int d = 0; d < dimension; d++) {
        places[distinctOf[row]][d] += given[row][d];
      }
    }
    for (int v = 0; v < vertices; v++) {
      for (int d = 0; d < dimension; d++) {
        places[v][d] /= counts[v];
      }
    }
    double amount = shaking(places, seed, workers);
    if (amount > 0) {
      InitialCoordinates.shake(places, amount, seed);
    }
    return InitialCoordinates.stretch(places, dimension);
  }

  /** The amount of noise: 0 if all points differ. */
  private static double shaking(double[][] places, long seed, Workers workers) {
    float[][] rows = new float[places.length][places[0].length];
    for (int v = 0; v < rows.length; v++) {
      for (int d = 0; d < rows[v].length; d++) {
        rows[v][d] = (float) places[v][d];
      }
    }
    MetricSpace space = MetricSpace.of(Metric.EUCLIDEAN, rows);
    Arrays.setAll(rows, v -> space.prepare(rows[v]));
    float[][] distinct = DistinctRows.of(rows, new int[rows.length]).rows();
    if (distinct.length == rows.length) {
      return 0;
    }
    if (distinct.length == 1) {
      // All points coincide: any amount of noise spreads them, because the result is stretched.
      for (double[] place : places) {
        Arrays.fill(place, 0);
      }
      return 1;
    }
    KnnGraph nearest = NearestNeighbors.find(distinct, space, 2, seed, workers, fraction -> {});
    double sum = 0;
    for (float distance : nearest.distances()) {
      sum += distance;
    }
    return SHAKEN_SHARE * sum / distinct.length / space.scale();
  }
}
