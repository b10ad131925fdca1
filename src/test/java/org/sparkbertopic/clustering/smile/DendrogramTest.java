package org.sparkbertopic.clustering.smile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbertopic.compute.CounterRandom;

class DendrogramTest {

  @ParameterizedTest
  @EnumSource(Linkage.class)
  void merges_and_cuts_as_brute_force_does(Linkage linkage) {
    for (int seed = 0; seed < 20; seed++) {
      int n = 2 + seed;
      double[][] distances = random(n, seed);
      List<Set<Integer>> clusters = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        clusters.add(new TreeSet<>(List.of(i)));
      }
      Dendrogram tree = Dendrogram.of(distances, linkage);
      List<Dendrogram.Merge> merges = tree.merges();
      assertEquals(n - 1, merges.size());
      List<Set<Integer>> nodes = new ArrayList<>(clusters);
      for (Dendrogram.Merge merge : merges) {
        double smallest = Double.POSITIVE_INFINITY;
        Set<Integer> closest = null;
        for (int a = 0; a < clusters.size(); a++) {
          for (int b = 0; b < a; b++) {
            double distance = bruteForce(clusters.get(a), clusters.get(b), distances, linkage);
            if (distance < smallest) {
              smallest = distance;
              closest = union(clusters.get(a), clusters.get(b));
            }
          }
        }
        assertEquals(smallest, merge.height(), 1e-6, "seed " + seed);
        Set<Integer> merged = union(nodes.get(merge.left()), nodes.get(merge.right()));
        assertEquals(closest, merged, "seed " + seed);
        assertTrue(merge.left() < merge.right());
        nodes.add(merged);
        clusters.removeIf(merged::containsAll);
        clusters.add(merged);
        int[] labels = tree.cut(clusters.size());
        for (Set<Integer> cluster : clusters) {
          assertEquals(1, cluster.stream().map(i -> labels[i]).distinct().count());
        }
        assertEquals(clusters.size(), Arrays.stream(labels).distinct().count());
      }
    }
  }

  /** Ward of given distances: from the distances between all members, by its definition. */
  private static double bruteForce(
      Set<Integer> a, Set<Integer> b, double[][] distances, Linkage linkage) {
    if (linkage == Linkage.AVERAGE) {
      return mean(a, b, distances, 1);
    }
    if (linkage != Linkage.WARD) {
      DoubleStream all =
          a.stream().flatMapToDouble(i -> b.stream().mapToDouble(j -> distances[i][j]));
      return linkage == Linkage.SINGLE ? all.min().orElseThrow() : all.max().orElseThrow();
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
  @EnumSource(Linkage.class)
  void equal_distances_are_merged_in_one_order_and_end(Linkage linkage) {
    double[][] distances = new double[40][40];
    for (double[] row : distances) {
      Arrays.fill(row, 1);
    }
    Dendrogram tree = Dendrogram.of(distances, linkage);
    assertEquals(39, tree.merges().size());
    double before = 1;
    for (Dendrogram.Merge merge : tree.merges()) {
      assertTrue(merge.height() >= before);
      assertTrue(linkage == Linkage.WARD || merge.height() < 1 + 1e-6);
      before = merge.height();
    }
    assertEquals(tree.merges(), Dendrogram.of(distances, linkage).merges());
  }

  @ParameterizedTest
  @EnumSource(Linkage.class)
  void one_or_no_point_is_a_tree_without_merges(Linkage linkage) {
    assertEquals(List.of(), Dendrogram.of(new double[1][1], linkage).merges());
    assertEquals(List.of(), Dendrogram.of(new double[0][], linkage).merges());
    assertArrayEquals(new int[] {0}, Dendrogram.of(new double[1][1], linkage).cut(1));
    assertArrayEquals(new int[0], Dendrogram.of(new double[0][], linkage).cut(1));
  }

  @ParameterizedTest
  @EnumSource(Linkage.class)
  void points_that_are_the_same_are_merged_at_zero(Linkage linkage) {
    Dendrogram tree = Dendrogram.of(new double[5][5], linkage);
    assertTrue(tree.merges().stream().allMatch(merge -> merge.height() == 0));
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
}
