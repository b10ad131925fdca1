package org.sparkbertopic.reduction.neighbors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.umap.Passages;
import org.sparkbertopic.testing.Npy;

public class NearestNeighborsTest {

  private static final int[] REFERENCE_INDICES = Npy.ints1d("golden/umap/knn_indices.npy");

  @Test
  void exact_neighbours_of_the_passages_are_the_references() {
    try (Workers workers = Workers.of(2)) {
      KnnGraph found = exactOfPassages(workers);
      double[] distances = Npy.doubles1d("golden/umap/knn_distances.npy");
      for (int i = 0; i < distances.length; i++) {
        assertEquals(distances[i], found.distances()[i], 1e-6, "distance " + i);
      }
      int swapped = 0;
      for (int i = 0; i < distances.length; i++) {
        swapped += REFERENCE_INDICES[i] == found.indices()[i] ? 0 : 1;
      }
      assertTrue(swapped <= 10, swapped + " places differ, more than rounding can swap");
      assertTrue(recall(REFERENCE_INDICES, found.indices(), 15) >= 0.9999);
    }
  }

  @Test
  void approximate_neighbours_of_the_passages_are_nearly_all_of_the_references() {
    try (Workers workers = Workers.of(2)) {
      KnnGraph found = approximateOfPassages(workers);
      assertTrue(recall(REFERENCE_INDICES, found.indices(), 15) >= 0.99);
    }
  }

  @Test
  void neighbours_are_the_same_bits_on_one_two_and_eight_threads() {
    try (Workers one = Workers.of(1);
        Workers two = Workers.of(2);
        Workers eight = Workers.of(8)) {
      KnnGraph expected = approximateOfPassages(one);
      for (Workers workers : new Workers[] {two, eight}) {
        KnnGraph found = approximateOfPassages(workers);
        assertArrayEquals(expected.indices(), found.indices());
        assertArrayEquals(expected.distances(), found.distances());
      }
      assertArrayEquals(exactOfPassages(one).indices(), exactOfPassages(eight).indices());
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void every_metric_finds_what_comparing_all_pairs_by_its_definition_finds(Metric metric) {
    float[][] points = suited(metric, randomPoints(400, 19, 5));
    MetricSpace space = MetricSpace.of(metric, points);
    float[][] rows = Passages.prepare(space, points);
    try (Workers workers = Workers.of(2)) {
      KnnGraph exact = NearestNeighbors.findExactly(rows, space, 10, workers);
      KnnGraph approximate =
          NearestNeighbors.findApproximately(rows, space, 10, 3, workers, fraction -> {});
      for (int v = 0; v < points.length; v++) {
        double[] expected = new double[points.length];
        for (int u = 0; u < points.length; u++) {
          expected[u] = distance(metric, points[v], points[u]);
        }
        Arrays.sort(expected);
        for (int i = 0; i < 10; i++) {
          assertEquals(expected[i], exact.distances()[v * 10 + i] / space.scale(), 1e-5);
        }
      }
      assertTrue(recall(exact.indices(), approximate.indices(), 10) >= 0.98);
    }
  }

  @Test
  void equal_distances_are_ordered_by_row_number() {
    float[][] corners = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    MetricSpace space = MetricSpace.of(Metric.EUCLIDEAN, corners);
    try (Workers workers = Workers.of(1)) {
      KnnGraph found =
          NearestNeighbors.findExactly(Passages.prepare(space, corners), space, 3, workers);
      assertArrayEquals(new int[] {0, 1, 3, 1, 0, 2, 2, 1, 3, 3, 0, 2}, found.indices());
    }
  }

  @Test
  void huge_and_tiny_coordinates_neither_overflow_nor_vanish() {
    float[][] points = {{1e30f, 0}, {3e30f, 0}, {1e30f, 1e28f}};
    float[][] tiny = {{1e-30f, 0}, {3e-30f, 0}, {1e-30f, 1e-32f}};
    try (Workers workers = Workers.of(1)) {
      for (float[][] rows : new float[][][] {points, tiny}) {
        MetricSpace space = MetricSpace.of(Metric.EUCLIDEAN, rows);
        KnnGraph found =
            NearestNeighbors.findExactly(Passages.prepare(space, rows), space, 2, workers);
        assertArrayEquals(new int[] {0, 2, 1, 0, 2, 0}, found.indices());
        assertEquals(rows[2][1], found.distances()[1] / space.scale(), 1e-6 * rows[2][1]);
      }
    }
  }

  private static KnnGraph exactOfPassages(Workers workers) {
    MetricSpace space = MetricSpace.of(Metric.COSINE, Passages.training());
    float[][] rows = Passages.prepare(space, Passages.training());
    return NearestNeighbors.findExactly(rows, space, 15, workers);
  }

  private static KnnGraph approximateOfPassages(Workers workers) {
    MetricSpace space = MetricSpace.of(Metric.COSINE, Passages.training());
    float[][] rows = Passages.prepare(space, Passages.training());
    return NearestNeighbors.findApproximately(rows, space, 15, 7, workers, fraction -> {});
  }

  static double recall(int[] expected, int[] found, int k) {
    int hits = 0;
    for (int start = 0; start < expected.length; start += k) {
      Set<Integer> wanted = new HashSet<>();
      for (int i = start + 1; i < start + k; i++) {
        wanted.add(expected[i]);
      }
      for (int i = start + 1; i < start + k; i++) {
        hits += wanted.contains(found[i]) ? 1 : 0;
      }
    }
    return hits / ((k - 1.0) * expected.length / k);
  }

  public static float[][] randomPoints(int rows, int columns, long seed) {
    float[][] points = new float[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        points[i][j] = (float) (CounterRandom.unit(CounterRandom.bits(seed, i, j)) - 0.4);
      }
    }
    return points;
  }

  /** The points without their signs where the metric takes no negative values. */
  public static float[][] suited(Metric metric, float[][] points) {
    if (metric == Metric.HELLINGER) {
      for (float[] point : points) {
        for (int i = 0; i < point.length; i++) {
          point[i] = Math.abs(point[i]);
        }
      }
    }
    return points;
  }

  private static double distance(Metric metric, float[] a, float[] b) {
    return switch (metric) {
      case EUCLIDEAN -> Math.sqrt(sum(a, b, 2));
      case MANHATTAN -> sum(a, b, 1);
      case COSINE -> 1 - cosine(a, 0, b, 0);
      case CORRELATION -> 1 - cosine(a, mean(a), b, mean(b));
      case HELLINGER -> hellinger(a, b);
    };
  }

  private static double hellinger(float[] a, float[] b) {
    double roots = 0;
    double ofA = 0;
    double ofB = 0;
    for (int i = 0; i < a.length; i++) {
      roots += Math.sqrt((double) a[i] * b[i]);
      ofA += a[i];
      ofB += b[i];
    }
    // The sum of the roots may be rounded to more than its bound.
    return Math.sqrt(Math.max(0, 1 - roots / Math.sqrt(ofA * ofB)));
  }

  private static double sum(float[] a, float[] b, int power) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.pow(Math.abs((double) a[i] - b[i]), power);
    }
    return sum;
  }

  private static double cosine(float[] a, double centerA, float[] b, double centerB) {
    double dot = 0;
    double ofA = 0;
    double ofB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (a[i] - centerA) * (b[i] - centerB);
      ofA += (a[i] - centerA) * (a[i] - centerA);
      ofB += (b[i] - centerB) * (b[i] - centerB);
    }
    return dot / Math.sqrt(ofA * ofB);
  }

  private static double mean(float[] a) {
    double sum = 0;
    for (float value : a) {
      sum += value;
    }
    return sum / a.length;
  }
}
