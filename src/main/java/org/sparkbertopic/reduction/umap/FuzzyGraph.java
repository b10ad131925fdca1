package org.sparkbertopic.reduction.umap;

import java.util.Arrays;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.neighbors.KnnGraph;

/**
 * The symmetric weighted graph of the layout: the fuzzy union (or intersection, or a mix) of the
 * neighbourhoods of all points (McInnes et al. 2018, section 3.1). Rows of a compressed sparse
 * matrix, columns ascending, no diagonal.
 *
 * @param starts {@code [vertices + 1]}: where a vertex's edges begin
 * @param columns {@code [edges]}: the other ends
 * @param weights {@code [edges]}: in (0, 1]
 */
public record FuzzyGraph(int[] starts, int[] columns, float[] weights) {

  private static final int VERTEX_GRAIN = 256;

  public FuzzyGraph {
    assert starts[starts.length - 1] == columns.length && columns.length == weights.length
        : starts[starts.length - 1]
            + " edges by starts, "
            + columns.length
            + " columns and "
            + weights.length
            + " weights";
  }

  int vertices() {
    return starts.length - 1;
  }

  /** Computes the weights of the neighbourhoods of {@code knn} and makes them symmetric. */
  static FuzzyGraph of(
      KnnGraph knn, double localConnectivity, double setOpMixRatio, Workers workers) {
    int k = knn.neighbors();
    int vertices = knn.vertices();
    SmoothKnn smooth = new SmoothKnn(localConnectivity, meanDistance(knn));
    float[] directed = new float[knn.indices().length];
    workers.forEachRange(
        vertices,
        VERTEX_GRAIN,
        (from, to) -> {
          for (int v = from; v < to; v++) {
            int start = v * k;
            double rho = smooth.rho(knn.distances(), start, start + k);
            double sigma = smooth.sigma(knn.distances(), start, start + k, rho);
            for (int i = start + 1; i < start + k; i++) {
              directed[i] = (float) SmoothKnn.weight(knn.distances()[i], rho, sigma);
            }
          }
        });
    return symmetric(knn, directed, setOpMixRatio, workers);
  }

  /** The mean distance over all neighbourhoods, the points themselves included. */
  static double meanDistance(KnnGraph knn) {
    double sum = 0;
    for (float distance : knn.distances()) {
      sum += distance;
    }
    return sum / knn.distances().length;
  }

  /** Mixes the fuzzy union a + b - ab and the intersection ab of the two directions of an edge. */
  private static FuzzyGraph symmetric(KnnGraph knn, float[] directed, double mix, Workers workers) {
    int k = knn.neighbors();
    int vertices = knn.vertices();
    int[] incoming = new int[vertices + 1];
    for (int v = 0; v < vertices; v++) {
      for (int i = v * k + 1; i < (v + 1) * k; i++) {
        incoming[knn.indices()[i] + 1]++;
      }
    }
    for (int v = 0; v < vertices; v++) {
      incoming[v + 1] += incoming[v];
    }
    int[] sources = new int[incoming[vertices]];
    int[] next = Arrays.copyOf(incoming, vertices);
    for (int v = 0; v < vertices; v++) {
      for (int i = v * k + 1; i < (v + 1) * k; i++) {
        sources[next[knn.indices()[i]]++] = i;
      }
    }
    long[][] rows = new long[vertices][];
    workers.forEachRange(
        vertices,
        VERTEX_GRAIN,
        (from, to) -> {
          for (int v = from; v < to; v++) {
            rows[v] = mixedRow(knn, directed, mix, v, sources, incoming[v], incoming[v + 1]);
          }
        });
    return concatenate(rows);
  }

  /** Edges of one vertex as (column, bits of the weight), ascending. */
  private static long[] mixedRow(
      KnnGraph knn, float[] directed, double mix, int v, int[] sources, int from, int to) {
    int k = knn.neighbors();
    long[] edges = new long[k - 1 + to - from];
    int count = 0;
    for (int i = v * k + 1; i < (v + 1) * k; i++) {
      edges[count++] = edge(knn.indices()[i], directed[i]);
    }
    for (int i = from; i < to; i++) {
      edges[count++] = edge(sources[i] / k, directed[sources[i]]);
    }
    // Sorting puts both directions of an edge next to each other. Their order does not matter,
    // because the mix is symmetric.
    Arrays.sort(edges);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int column = (int) (edges[i] >>> 32);
      double a = Float.intBitsToFloat((int) edges[i]);
      double b = 0;
      if (i + 1 < count && (int) (edges[i + 1] >>> 32) == column) {
        b = Float.intBitsToFloat((int) edges[++i]);
      }
      float weight = (float) (mix * (a + b - a * b) + (1 - mix) * a * b);
      if (weight > 0) {
        edges[kept++] = edge(column, weight);
      }
    }
    return Arrays.copyOf(edges, kept);
  }

  private static long edge(int column, float weight) {
    return ((long) column << 32) | Float.floatToRawIntBits(weight);
  }

  private static FuzzyGraph concatenate(long[][] rows) {
    int[] starts = new int[rows.length + 1];
    for (int v = 0; v < rows.length; v++) {
      starts[v + 1] = Math.addExact(starts[v], rows[v].length);
    }
    int[] columns = new int[starts[rows.length]];
    float[] weights = new float[columns.length];
    for (int v = 0; v < rows.length; v++) {
      for (int i = 0; i < rows[v].length; i++) {
        columns[starts[v] + i] = (int) (rows[v][i] >>> 32);
        weights[starts[v] + i] = Float.intBitsToFloat((int) rows[v][i]);
      }
    }
    return new FuzzyGraph(starts, columns, weights);
  }
}
