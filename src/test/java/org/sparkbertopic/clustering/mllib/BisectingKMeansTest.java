package org.sparkbertopic.clustering.mllib;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.ClustererContract;

public class BisectingKMeansTest extends ClustererContract {

  @Override
  protected Clusterer clusterer(int clusters) {
    spark();
    return BisectingKMeans.create().withNClusters(clusters).withMaxIterations(4);
  }

  /** Spark trains, whose rows are in partitions whatever their number. */
  @Override
  protected int rowsOnManyThreads() {
    return 500;
  }

  @Test
  void every_row_belongs_to_the_nearest_mean() {
    double[][] points = uniform(3000, 3, 12);
    ClusterModel model = fit(points, 12, 2);
    assertEquals(12, Arrays.stream(model.labels()).distinct().count());
    for (int row = 0; row < points.length; row++) {
      assertEquals(model.labels()[row], model.predict(points[row]).label(), "row " + row);
    }
  }

  /** On six heaps at corners of a cube a level may split a single heap, so these lie in pairs. */
  @Override
  @Test
  public void heaps_that_lie_apart_are_the_clusters() {
    double[][] points = uniform(400, 2, 5);
    double[] corners = {0, 10, 100, 110};
    for (int row = 0; row < points.length; row++) {
      points[row][0] += corners[row % 4];
    }
    int[] labels = normal(fit(points, 4, 2).labels());
    for (int row = 0; row < labels.length; row++) {
      assertEquals(row % 4, labels[row], "row " + row);
    }
  }

  @Test
  void the_larger_cluster_is_split_first() {
    double[][] points = {{0}, {0.1}, {10}, {10.1}, {50}, {90}};
    assertArrayEquals(new int[] {0, 0, 0, 0, 1, 1}, normal(fit(points, 2, 1).labels()));
    assertArrayEquals(new int[] {0, 0, 1, 1, 2, 2}, normal(fit(points, 3, 1).labels()));
    assertArrayEquals(new int[] {0, 0, 1, 1, 2, 3}, normal(fit(points, 4, 1).labels()));
  }

  @Test
  void equal_points_are_never_split() {
    double[][] points = {{0.1, 0.7}, {0.1, 0.7}, {0.1, 0.7}, {3, 4}};
    assertEquals(2, fit(points, 3, 1).clusterCount());
  }

  /** Numbered by first row. */
  public static int[] normal(int[] labels) {
    int[] known = new int[labels.length];
    Arrays.fill(known, -1);
    int next = 0;
    int[] result = new int[labels.length];
    for (int row = 0; row < labels.length; row++) {
      if (known[labels[row]] < 0) {
        known[labels[row]] = next++;
      }
      result[row] = known[labels[row]];
    }
    return result;
  }
}
