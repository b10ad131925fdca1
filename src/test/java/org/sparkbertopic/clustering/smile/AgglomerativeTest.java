package org.sparkbertopic.clustering.smile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.ClustererContract;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.clustering.mllib.BisectingKMeansTest;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.params.PartJson;

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
              WardTree.build(Points.of(points), workers, Progress.NONE).merges().stream()
                  .mapToDouble(Dendrogram.Merge::height)
                  .toArray();
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

  private static Clusterer clusterer(int clusters, Linkage linkage) {
    return Agglomerative.create().withNClusters(clusters).withLinkage(linkage);
  }

  /** Ward's method is written by hand, for it needs no distances of pairs: the same as Smile's. */
  @Test
  void wards_clusters_are_those_of_smile() {
    double[][] points = uniform(400, 5, 4);
    Dendrogram smile = Dendrogram.of(distances(points), Linkage.WARD);
    for (int clusters : new int[] {1, 2, 17, 399}) {
      assertArrayEquals(smile.cut(clusters), fit(points, clusters, 2).labels());
    }
  }

  private static double[][] distances(double[][] points) {
    double[][] distances = new double[points.length][points.length];
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < i; j++) {
        double squares = 0;
        for (int d = 0; d < points[i].length; d++) {
          squares += Math.pow(points[i][d] - points[j][d], 2);
        }
        distances[i][j] = Math.sqrt(squares);
        distances[j][i] = distances[i][j];
      }
    }
    return distances;
  }

  @Nested
  class OfAverageLinkage extends ClustererContract {

    @Override
    protected Clusterer clusterer(int clusters) {
      return AgglomerativeTest.clusterer(clusters, Linkage.AVERAGE);
    }

    @Override
    protected int rowsOnManyThreads() {
      return 600;
    }
  }

  @Nested
  class OfCompleteLinkage extends ClustererContract {

    @Override
    protected Clusterer clusterer(int clusters) {
      return AgglomerativeTest.clusterer(clusters, Linkage.COMPLETE);
    }

    @Override
    protected int rowsOnManyThreads() {
      return 600;
    }
  }

  @Nested
  class OfSingleLinkage extends ClustererContract {

    @Override
    protected Clusterer clusterer(int clusters) {
      return AgglomerativeTest.clusterer(clusters, Linkage.SINGLE);
    }

    @Override
    protected int rowsOnManyThreads() {
      return 600;
    }

    /** Two half circles that hold each other: their means lie in the wrong one. */
    @Test
    void a_new_point_belongs_to_the_cluster_of_the_nearest() {
      double[][] moons = new double[200][];
      for (int i = 0; i < 200; i++) {
        int step = i / 2;
        double angle = Math.PI * step / 99;
        moons[i] =
            i % 2 == 0
                ? new double[] {Math.cos(angle), Math.sin(angle)}
                : new double[] {1 - Math.cos(angle), 0.5 - Math.sin(angle)};
      }
      ClusterModel model = fit(moons, 2, 1);
      for (int i = 0; i < 200; i++) {
        assertEquals(i % 2, model.labels()[i]);
        assertEquals(i % 2, model.predict(new double[] {moons[i][0], moons[i][1] + 0.01}).label());
      }
    }
  }

  @Test
  void coordinates_of_any_size_are_compared() {
    double[][] points = {{1e130, 0}, {1.1e130, 0}, {-1e130, 0}, {-1.2e130, 0}};
    for (Linkage linkage : Linkage.values()) {
      for (double scale : new double[] {1, 1e-130, 1e-260}) {
        double[][] scaled =
            Arrays.stream(points).map(p -> new double[] {p[0] * scale, 0}).toArray(double[][]::new);
        try (Workers workers = Workers.of(1)) {
          assertArrayEquals(
              new int[] {0, 0, 1, 1},
              clusterer(2, linkage).fit(scaled, FitContext.of(0, workers)).labels(),
              linkage + " " + scale);
        }
      }
    }
  }

  @Test
  void more_points_than_smile_can_hold_are_refused_before_any_memory_is_taken() {
    String message =
        message(() -> Dendrogram.of(Dendrogram.MAX_POINTS + 1, (a, b) -> 0, Linkage.AVERAGE));
    assertEquals(
        "linkage must be WARD for more than 46,340 points, got AVERAGE for 46,341; cluster a"
            + " sample",
        message);
  }

  @Test
  void what_was_saved_without_a_linkage_is_wards() {
    assertEquals(
        Agglomerative.create().withNClusters(3),
        PartJson.decode(
            "{\"part\": \"agglomerative\", \"config\": {\"nClusters\": 3}}", Clusterer.class));
  }
}
