package org.sparkbertopic.reduction.umap;

import java.util.Arrays;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.neighbors.DistinctRows;
import org.sparkbertopic.reduction.neighbors.KnnGraph;
import org.sparkbertopic.reduction.neighbors.Metric;
import org.sparkbertopic.reduction.neighbors.MetricSpace;
import org.sparkbertopic.reduction.neighbors.NearestNeighbors;

/**
 * A start from places that the caller gave, treated as umap-learn treats an array: shaken where
 * some coincide, and stretched to {@link InitialCoordinates#EXTENT} in every coordinate.
 */
final class GivenStart {

  /** umap-learn's share of the mean distance to the nearest other place. */
  private static final double SHAKEN_SHARE = 0.001;

  private GivenStart() {}

  /**
   * Computes the start.
   *
   * @param given {@code [rows][dimension]}
   * @param distinctOf for every row its vertex; a vertex starts at the mean of its rows' places
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

  /** How far to shake: not at all where all places differ. */
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
      // All places are one: the lot alone spreads them, from wherever they are.
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
