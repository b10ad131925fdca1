package org.sparkbertopic.reduction;

import java.util.Arrays;
import org.sparkbertopic.compute.Workers;

/**
 * The matrix D^(-1/2) W D^(-1/2) of a connected part of a graph: one minus its normalised
 * Laplacian, so that the Laplacian's smallest eigenvalues are one minus the largest here.
 */
final class NormalizedAdjacency implements SymmetricOperator {

  private static final int GRAIN = 256;

  private final FuzzyGraph graph;
  private final double[] inverseRootDegree;
  private final Workers workers;

  NormalizedAdjacency(FuzzyGraph graph, Workers workers) {
    this.graph = graph;
    this.workers = workers;
    this.inverseRootDegree = new double[graph.vertices()];
    for (int v = 0; v < inverseRootDegree.length; v++) {
      inverseRootDegree[v] = 1 / rootDegree(v);
    }
  }

  /** The eigenvector of the largest eigenvalue, 1, up to its length. */
  double[] first() {
    double[] first = new double[graph.vertices()];
    for (int v = 0; v < first.length; v++) {
      first[v] = rootDegree(v);
    }
    return first;
  }

  private double rootDegree(int vertex) {
    double degree = 0;
    for (int i = graph.starts()[vertex]; i < graph.starts()[vertex + 1]; i++) {
      degree += graph.weights()[i];
    }
    return Math.sqrt(degree);
  }

  @Override
  public int size() {
    return graph.vertices();
  }

  @Override
  public double lowerBound() {
    return -1;
  }

  @Override
  public void multiply(double[] vectors, int columns, double[] product) {
    workers.forEachRange(
        size(),
        GRAIN,
        (from, to) -> {
          double[] sum = new double[columns];
          for (int v = from; v < to; v++) {
            Arrays.fill(sum, 0);
            for (int i = graph.starts()[v]; i < graph.starts()[v + 1]; i++) {
              int u = graph.columns()[i];
              double factor = graph.weights()[i] * inverseRootDegree[u];
              int start = u * columns;
              for (int j = 0; j < columns; j++) {
                sum[j] += factor * vectors[start + j];
              }
            }
            for (int j = 0; j < columns; j++) {
              product[v * columns + j] = sum[j] * inverseRootDegree[v];
            }
          }
        });
  }
}
