package org.sparkbertopic.reduction.umap;

import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.linear.SymmetricOperator;

/**
 * The matrix D^(-1/2) W D^(-1/2) of a connected part of a graph: the identity minus its normalised
 * Laplacian, so that the Laplacian's smallest eigenvalues are 1 minus the largest here.
 */
public final class NormalizedAdjacency implements SymmetricOperator {

  private static final int GRAIN = 256;

  private final FuzzyGraph graph;
  private final double[] inverseRootDegree;
  private final Workers workers;

  public NormalizedAdjacency(FuzzyGraph graph, Workers workers) {
    this.graph = graph;
    this.workers = workers;
    this.inverseRootDegree = new double[graph.vertices()];
    for (int v = 0; v < inverseRootDegree.length; v++) {
      inverseRootDegree[v] = 1 / rootDegree(v);
    }
  }

  /** The eigenvector of the largest eigenvalue, 1; not normalised. */
  public double[] first() {
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
          for (int v = from; v < to; v++) {
            int column = 0;
            for (; column + 4 <= columns; column += 4) {
              multiplyFour(v, vectors, columns, column, product);
            }
            for (; column < columns; column++) {
              multiplyOne(v, vectors, columns, column, product);
            }
          }
        });
  }

  /** Four sums that stay in registers during the loop over the edges. */
  private void multiplyFour(int v, double[] vectors, int columns, int column, double[] product) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    for (int i = graph.starts()[v]; i < graph.starts()[v + 1]; i++) {
      int u = graph.columns()[i];
      double factor = graph.weights()[i] * inverseRootDegree[u];
      int start = u * columns + column;
      sum0 += factor * vectors[start];
      sum1 += factor * vectors[start + 1];
      sum2 += factor * vectors[start + 2];
      sum3 += factor * vectors[start + 3];
    }
    int start = v * columns + column;
    product[start] = sum0 * inverseRootDegree[v];
    product[start + 1] = sum1 * inverseRootDegree[v];
    product[start + 2] = sum2 * inverseRootDegree[v];
    product[start + 3] = sum3 * inverseRootDegree[v];
  }

  private void multiplyOne(int v, double[] vectors, int columns, int column, double[] product) {
    double sum = 0;
    for (int i = graph.starts()[v]; i < graph.starts()[v + 1]; i++) {
      int u = graph.columns()[i];
      sum += graph.weights()[i] * inverseRootDegree[u] * vectors[u * columns + column];
    }
    product[v * columns + column] = sum * inverseRootDegree[v];
  }
}
