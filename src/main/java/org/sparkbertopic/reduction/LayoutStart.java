package org.sparkbertopic.reduction;

import java.util.Arrays;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;

/** The places from which the layout starts, each coordinate within [0, {@link #EXTENT}]. */
final class LayoutStart {

  /** umap-learn's extent of a start, which the forces are in proportion to. */
  static final double EXTENT = 10;

  /** Separates vertices that an eigenvector gives one value; umap-learn's amount. */
  private static final double SHAKE = 1e-4;

  private static final long LOT_KEY = 0x57A7;

  private LayoutStart() {}

  /**
   * Computes the start.
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

  /** Shakes and stretches every coordinate to the whole extent. */
  private static float[] scaled(double[][] places, int dimension, long seed) {
    double[] low = new double[dimension];
    double[] high = new double[dimension];
    double largest = 0;
    for (double[] place : places) {
      for (double value : place) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    double expansion = largest > 0 ? EXTENT / largest : 1;
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    for (int v = 0; v < places.length; v++) {
      for (int d = 0; d < dimension; d++) {
        long lot = CounterRandom.bits(seed, ~LOT_KEY, v, d);
        double value = places[v][d] * expansion + SHAKE * 2 * (CounterRandom.unit(lot) - 0.5);
        places[v][d] = value;
        low[d] = Math.min(low[d], value);
        high[d] = Math.max(high[d], value);
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
