package org.sparkbertopic.reduction.umap;

import java.util.Arrays;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.linear.PrincipalAxes;

/** The initial coordinates of the layout, each within [0, {@link #EXTENT}]. */
final class InitialCoordinates {

  /** umap-learn's extent of an initial layout; the forces are tuned to it. */
  static final double EXTENT = 10;

  /** Noise that separates vertices with equal eigenvector entries; umap-learn's amount. */
  private static final double SHAKE = 1e-4;

  private static final long LOT_KEY = 0x57A7;

  private InitialCoordinates() {}

  /**
   * Computes the initial coordinates.
   *
   * @param rows the prepared rows of the vertices
   * @return {@code [vertices * dimension]}
   */
  static float[] of(
      UmapInit init, FuzzyGraph graph, float[][] rows, int dimension, long seed, Workers workers) {
    double[][] places =
        switch (init) {
          case SPECTRAL -> new SpectralStart(graph, dimension, seed, workers).place(rows);
          case PCA -> principal(rows, dimension, seed, workers);
          case RANDOM -> random(rows.length, dimension, seed);
        };
    return scaled(places, dimension, seed);
  }

  private static double[][] principal(float[][] rows, int dimension, long seed, Workers workers) {
    float[][] projected = PrincipalAxes.project(rows, dimension, seed, workers);
    double[][] places = new double[rows.length][dimension];
    for (int v = 0; v < places.length; v++) {
      for (int d = 0; d < dimension; d++) {
        places[v][d] = projected[v][d];
      }
    }
    return places;
  }

  private static double[][] random(int vertices, int dimension, long seed) {
    double[][] places = new double[vertices][dimension];
    for (int v = 0; v < vertices; v++) {
      for (int d = 0; d < dimension; d++) {
        places[v][d] = CounterRandom.unit(CounterRandom.bits(seed, LOT_KEY, v, d));
      }
    }
    return places;
  }

  /** Adds noise to every coordinate and stretches it to the extent. */
  private static float[] scaled(double[][] places, int dimension, long seed) {
    double largest = 0;
    for (double[] place : places) {
      for (double value : place) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    double expansion = largest > 0 ? EXTENT / largest : 1;
    for (double[] place : places) {
      for (int d = 0; d < dimension; d++) {
        place[d] *= expansion;
      }
    }
    shake(places, SHAKE, seed);
    return stretch(places, dimension);
  }

  /** Moves every coordinate at random by at most {@code amount}. */
  static void shake(double[][] places, double amount, long seed) {
    for (int v = 0; v < places.length; v++) {
      for (int d = 0; d < places[v].length; d++) {
        long lot = CounterRandom.bits(seed, ~LOT_KEY, v, d);
        places[v][d] += amount * 2 * (CounterRandom.unit(lot) - 0.5);
      }
    }
  }

  /** Stretches every coordinate to the extent; one that all vertices share becomes 0. */
  static float[] stretch(double[][] places, int dimension) {
    double[] low = new double[dimension];
    double[] high = new double[dimension];
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    for (double[] place : places) {
      for (int d = 0; d < dimension; d++) {
        low[d] = Math.min(low[d], place[d]);
        high[d] = Math.max(high[d], place[d]);
      }
    }
    float[] start = new float[Math.multiplyExact(places.length, dimension)];
    for (int v = 0; v < places.length; v++) {
      for (int d = 0; d < dimension; d++) {
        double width = high[d] - low[d];
        start[v * dimension + d] =
            width > 0 ? (float) (EXTENT * (places[v][d] - low[d]) / width) : 0;
      }
    }
    return start;
  }
}
