package org.sparkbertopic.clustering.hdbscan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.compute.Workers;

class SpanningTreeTest {

  /** Prim on the matrix of all mutual reachability distances, straight from the definition. */
  private static double[] weightsByMatrix(
      double[][] points, int minSamples, double alpha, Distance metric) {
    int n = points.length;
    double[][] reachability = new double[n][n];
    double[] cores = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        reachability[i][j] =
            metric.toDistance(metric.reduced(points[i], 0, points[j], 0, points[i].length));
      }
      double[] sorted = reachability[i].clone();
      Arrays.sort(sorted);
      cores[i] = sorted[Math.min(minSamples, n - 1)];
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        reachability[i][j] = Math.max(reachability[i][j] / alpha, Math.max(cores[i], cores[j]));
      }
    }
    double[] lightest = new double[n];
    Arrays.fill(lightest, Double.POSITIVE_INFINITY);
    boolean[] inside = new boolean[n];
    double[] weights = new double[n - 1];
    int newest = 0;
    for (int edge = 0; edge < n - 1; edge++) {
      inside[newest] = true;
      int best = -1;
      for (int i = 0; i < n; i++) {
        if (!inside[i]) {
          lightest[i] = Math.min(lightest[i], reachability[newest][i]);
          best = best < 0 || lightest[i] < lightest[best] ? i : best;
        }
      }
      newest = best;
      weights[edge] = lightest[best];
    }
    Arrays.sort(weights);
    return weights;
  }

  private static SpanningTree tree(
      double[][] points,
      int minSamples,
      double alpha,
      Distance metric,
      boolean boruvka,
      Workers workers) {
    Points checked = Points.of(points);
    KdTree tree = KdTree.build(checked.values, checked.rows, checked.dimension, workers);
    CoreDistances cores = CoreDistances.of(tree, metric, minSamples, workers, Progress.NONE);
    double scale = 1 / metric.toReduced(alpha);
    return boruvka
        ? BoruvkaSpanningTree.of(tree, metric, cores, scale, workers, Progress.NONE)
        : PrimSpanningTree.of(tree, metric, cores.fit, scale, workers, Progress.NONE);
  }

  static Stream<Arguments> inputs() {
    return Stream.of(
        Arguments.of("uniform plane", SamplePoints.uniform(400, 2, 1), 5),
        Arguments.of("one neighbour", SamplePoints.uniform(300, 3, 2), 1),
        Arguments.of("clusters", SamplePoints.clusters(500, 5, 12, 3), 10),
        Arguments.of("more neighbours than are kept", SamplePoints.clusters(400, 2, 4, 4), 40),
        Arguments.of("all others are neighbours", SamplePoints.uniform(60, 2, 5), 200),
        Arguments.of("equal distances", SamplePoints.grid(400, 2, 30, 6), 4),
        Arguments.of("mostly equal points", SamplePoints.grid(400, 2, 4, 7), 10),
        Arguments.of("a line", SamplePoints.uniform(300, 1, 8), 3),
        Arguments.of("high dimension", SamplePoints.clusters(300, 40, 6, 9), 5),
        Arguments.of("two points", SamplePoints.uniform(2, 2, 10), 5),
        Arguments.of("one point", SamplePoints.uniform(1, 2, 11), 5));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void both_algorithms_find_as_light_a_tree_as_the_matrix_of_all_pairs(
      String name, double[][] points, int minSamples) {
    for (Distance metric : Distance.values()) {
      for (double alpha : new double[] {1, 0.6, 1.7}) {
        double[] expected = weightsByMatrix(points, minSamples, alpha, metric);
        for (boolean boruvka : new boolean[] {true, false}) {
          try (Workers workers = Workers.of(2)) {
            SpanningTree tree = tree(points, minSamples, alpha, metric, boruvka, workers);
            double[] actual = tree.weights.clone();
            Arrays.sort(actual);
            assertEquals(expected.length, tree.size());
            for (int i = 0; i < expected.length; i++) {
              assertEquals(expected[i], actual[i], 1e-12 * expected[i], name + " edge " + i);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void edges_join_all_points(String name, double[][] points, int minSamples) {
    for (boolean boruvka : new boolean[] {true, false}) {
      try (Workers workers = Workers.of(2)) {
        SpanningTree tree = tree(points, minSamples, 1, Distance.EUCLIDEAN, boruvka, workers);
        UnionFind sets = new UnionFind(points.length);
        for (int edge = 0; edge < tree.size(); edge++) {
          assertTrue(sets.union(tree.from[edge], tree.to[edge]), name + " has a circle");
        }
        assertEquals(points.length, sets.sizeOfRoot(sets.find(0)));
      }
    }
  }

  @Test
  void edges_are_the_same_bits_on_any_number_of_threads() {
    double[][][] inputs = {
      SamplePoints.clusters(3000, 5, 20, 12),
      SamplePoints.grid(3000, 2, 60, 13),
      SamplePoints.clusters(1500, 25, 20, 14)
    };
    for (double[][] points : inputs) {
      for (boolean boruvka : new boolean[] {true, false}) {
        SpanningTree expected = null;
        for (int threads : new int[] {1, 2, 8}) {
          try (Workers workers = Workers.of(threads)) {
            SpanningTree tree = tree(points, 8, 1, Distance.EUCLIDEAN, boruvka, workers);
            expected = expected == null ? tree : expected;
            assertArrayEquals(expected.from, tree.from);
            assertArrayEquals(expected.to, tree.to);
            assertArrayEquals(expected.weights, tree.weights);
          }
        }
      }
    }
  }
}
