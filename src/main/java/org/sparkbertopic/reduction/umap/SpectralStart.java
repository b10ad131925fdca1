package org.sparkbertopic.reduction.umap;

import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.linear.LeadingEigenvectors;

/**
 * Initial coordinates from the smallest non-trivial eigenvectors of the graph's normalised
 * Laplacian (Belkin and Niyogi 2003). Each component of the graph is laid out by itself: the
 * components get positions by their means, and each is scaled to half the distance to the next.
 *
 * <p>Components of at most dimension + 1 vertices are placed at random. If the iteration does not
 * reach its tolerance, its approximations are used: initial coordinates need not be exact.
 */
final class SpectralStart {

  /**
   * Residuals of the eigenvectors; umap-learn has 1e-4. A looser one suits initial coordinates
   * (decision 0010).
   */
  private static final double TOLERANCE = 1e-3;

  private static final long COMPONENT_KEY = 0x5BEC;

  private final FuzzyGraph graph;
  private final int dimension;
  private final long seed;
  private final Workers workers;

  SpectralStart(FuzzyGraph graph, int dimension, long seed, Workers workers) {
    this.graph = graph;
    this.dimension = dimension;
    this.seed = seed;
    this.workers = workers;
  }

  /**
   * Computes the initial coordinates.
   *
   * @param rows the prepared rows of the vertices, which position the components
   * @return {@code [vertices][dimension]}
   */
  double[][] place(float[][] rows) {
    Components components = Components.find(graph);
    if (components.count() == 1) {
      return placeConnected(graph, seed);
    }
    int[][] members = components.members();
    double[][] centers = ComponentPlaces.place(rows, members, dimension, seed, workers);
    double[] reach = ComponentPlaces.reach(centers);
    double[][] places = new double[graph.vertices()][];
    int[] numbers = new int[graph.vertices()];
    for (int c = 0; c < members.length; c++) {
      FuzzyGraph part = Components.part(graph, members[c], numbers);
      double[][] local = placeConnected(part, CounterRandom.bits(seed, COMPONENT_KEY, c));
      double scale = reach[c] / Math.max(largest(local), Double.MIN_NORMAL);
      for (int i = 0; i < local.length; i++) {
        for (int d = 0; d < dimension; d++) {
          local[i][d] = local[i][d] * scale + centers[c][d];
        }
        places[members[c][i]] = local[i];
      }
    }
    return places;
  }

  private double[][] placeConnected(FuzzyGraph part, long partSeed) {
    int vertices = part.vertices();
    double[][] places = new double[vertices][dimension];
    if (vertices <= dimension + 1) {
      for (int v = 0; v < vertices; v++) {
        for (int d = 0; d < dimension; d++) {
          places[v][d] = 2 * CounterRandom.unit(CounterRandom.bits(partSeed, v, d)) - 1;
        }
      }
      return places;
    }
    NormalizedAdjacency operator = new NormalizedAdjacency(part, workers);
    LeadingEigenvectors leading =
        LeadingEigenvectors.of(
            operator, dimension + 1, operator.first(), TOLERANCE, partSeed, workers);
    for (int d = 0; d < dimension; d++) {
      double[] vector = leading.vectors()[d + 1];
      for (int v = 0; v < vertices; v++) {
        places[v][d] = vector[v];
      }
    }
    return places;
  }

  private static double largest(double[][] places) {
    double largest = 0;
    for (double[] place : places) {
      for (double value : place) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest;
  }
}
