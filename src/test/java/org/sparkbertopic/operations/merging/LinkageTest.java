package org.sparkbertopic.operations.merging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbertopic.compute.CounterRandom;

class LinkageTest {

  @ParameterizedTest
  @EnumSource(Linkage.Method.class)
  void mergesAndCutsAsBruteForceDoes(Linkage.Method method) {
    for (int seed = 0; seed < 20; seed++) {
      int n = 2 + seed;
      double[][] distances = random(n, seed);
      List<Set<Integer>> clusters = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        clusters.add(new TreeSet<>(List.of(i)));
      }
      Linkage.Merge[] merges = Linkage.of(copy(distances), method);
      assertEquals(n - 1, merges.length);
      List<Set<Integer>> nodes = new ArrayList<>(clusters);
      for (Linkage.Merge merge : merges) {
        double smallest = Double.POSITIVE_INFINITY;
        Set<Integer> closest = null;
        for (int a = 0; a < clusters.size(); a++) {
          for (int b = 0; b < a; b++) {
            double distance = bruteForce(clusters.get(a), clusters.get(b), distances, method);
            if (distance < smallest) {
              smallest = distance;
              closest = union(clusters.get(a), clusters.get(b));
            }
          }
        }
        assertEquals(smallest, merge.height(), 1e-9, "seed " + seed);
        Set<Integer> merged = union(nodes.get(merge.left()), nodes.get(merge.right()));
        assertEquals(closest, merged, "seed " + seed);
        assertTrue(merge.left() < merge.right());
        nodes.add(merged);
        clusters.removeIf(merged::containsAll);
        clusters.add(merged);
        int[] labels = Linkage.cut(merges, clusters.size());
        for (Set<Integer> cluster : clusters) {
          assertEquals(1, cluster.stream().map(i -> labels[i]).distinct().count());
        }
        assertEquals(clusters.size(), Arrays.stream(labels).distinct().count());
      }
    }
  }

  /** Ward of given distances: from the distances between all members, by its definition. */
  private static double bruteForce(
      Set<Integer> a, Set<Integer> b, double[][] distances, Linkage.Method method) {
    if (method == Linkage.Method.AVERAGE) {
      return mean(a, b, distances, 1);
    }
    double scale = 2.0 * a.size() * b.size() / (a.size() + b.size());
    return Math.sqrt(
        scale
            * (mean(a, b, distances, 2)
                - mean(a, a, distances, 2) / 2
                - mean(b, b, distances, 2) / 2));
  }

  private static double mean(Set<Integer> a, Set<Integer> b, double[][] distances, int power) {
    double sum = 0;
    for (int i : a) {
      for (int j : b) {
        sum += Math.pow(distances[i][j], power);
      }
    }
    return sum / (a.size() * b.size());
  }

  @ParameterizedTest
  @EnumSource(Linkage.Method.class)
  void equalDistancesAreMergedInOneOrderAndEnd(Linkage.Method method) {
    double[][] distances = new double[40][40];
    for (double[] row : distances) {
      Arrays.fill(row, 1);
    }
    Linkage.Merge[] merges = Linkage.of(copy(distances), method);
    assertEquals(39, merges.length);
    assertTrue(
        Arrays.stream(merges).allMatch(m -> method == Linkage.Method.WARD || m.height() == 1));
    assertArrayEquals(merges, Linkage.of(copy(distances), method));
    assertArrayEquals(new Linkage.Merge[0], Linkage.of(new double[1][1], method));
    assertArrayEquals(new Linkage.Merge[0], Linkage.of(new double[0][], method));
    assertArrayEquals(new int[] {0}, Linkage.cut(new Linkage.Merge[0], 1));
  }

  @Test
  void pointsThatAreTheSameAreMergedAtZero() {
    Linkage.Merge[] merges = Linkage.of(new double[5][5], Linkage.Method.WARD);
    assertTrue(Arrays.stream(merges).allMatch(merge -> merge.height() == 0));
  }

  private static Set<Integer> union(Set<Integer> a, Set<Integer> b) {
    Set<Integer> union = new TreeSet<>(a);
    union.addAll(b);
    return union;
  }

  /** Euclidean, so that Ward's heights rise. */
  private static double[][] random(int n, int seed) {
    double[][] points = new double[n][3];
    for (int i = 0; i < n; i++) {
      for (int d = 0; d < 3; d++) {
        points[i][d] = CounterRandom.unit(CounterRandom.bits(seed, i, d));
      }
    }
    double[][] distances = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double squares = 0;
        for (int d = 0; d < 3; d++) {
          squares += Math.pow(points[i][d] - points[j][d], 2);
        }
        distances[i][j] = Math.sqrt(squares);
      }
    }
    return distances;
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }
}
