package org.sparkbertopic.clustering.smile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.ClustererContract;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.clustering.mllib.BisectingKMeansTest;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.compute.Workers;

class AgglomerativeTest extends ClustererContract {

  @Override
  protected Clusterer clusterer(int clusters) {
    return Agglomerative.create().withNClusters(clusters);
  }

  /** Joins the pair with the least increase of the sum of squares, by looking at all pairs. */
  private static int[] bruteForce(double[][] points, int clusters, List<Double> increases) {
    List<List<Integer>> groups = new ArrayList<>();
    for (int row = 0; row < points.length; row++) {
      groups.add(new ArrayList<>(List.of(row)));
    }
    while (groups.size() > clusters) {
      int bestA = -1;
      int bestB = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int a = 0; a < groups.size(); a++) {
        for (int b = a + 1; b < groups.size(); b++) {
          List<Integer> union = new ArrayList<>(groups.get(a));
          union.addAll(groups.get(b));
          double increase =
              squares(points, union)
                  - squares(points, groups.get(a))
                  - squares(points, groups.get(b));
          if (increase < least) {
            least = increase;
            bestA = a;
            bestB = b;
          }
        }
      }
      increases.add(least);
      groups.get(bestA).addAll(groups.remove(bestB));
    }
    int[] labels = new int[points.length];
    for (int group = 0; group < groups.size(); group++) {
      for (int row : groups.get(group)) {
        labels[row] = group;
      }
    }
    return labels;
  }

  private static double squares(double[][] points, List<Integer> rows) {
    double sum = 0;
    for (int j = 0; j < points[0].length; j++) {
      int column = j;
      double mean = rows.stream().mapToDouble(row -> points[row][column]).average().orElseThrow();
      sum += rows.stream().mapToDouble(row -> Math.pow(points[row][column] - mean, 2)).sum();
    }
    return sum;
  }

  @Test
  void clusters_and_heights_are_those_of_brute_force() {
    double[][] points = uniform(70, 3, 21);
    for (int clusters : new int[] {1, 3, 10}) {
      List<Double> increases = new ArrayList<>();
      int[] expected = bruteForce(points, clusters, increases);
      assertArrayEquals(
          BisectingKMeansTest.normal(expected),
          BisectingKMeansTest.normal(fit(points, clusters, 1).labels()));
      if (clusters == 1) {
        try (Workers workers = Workers.of(2)) {
          double[] heights =
              WardTree.build(Points.of(points), workers, Progress.NONE).heights().clone();
          Arrays.sort(heights);
          assertArrayEquals(
              increases.stream().mapToDouble(Double::doubleValue).sorted().toArray(),
              heights,
              1e-9);
        }
      }
    }
  }

  @Test
  void ties_end_and_go_to_the_older_clusters() {
    double[][] grid = new double[100][];
    Arrays.setAll(grid, row -> new double[] {Math.floorDiv(row, 10), row % 10});
    int[] labels = fit(grid, 50, 1).labels();
    assertEquals(50, Arrays.stream(labels).distinct().count());
    assertEquals(0, labels[0]);
    assertEquals(labels[0], labels[1]);
    assertArrayEquals(labels, fit(grid, 50, 4).labels());
  }
}
