package org.sparkbertopic.clustering.hdbscan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.compute.Workers;

class NearestQueryTest {

  private static KdTree tree(double[][] points, Workers workers) {
    Points checked = Points.of(points);
    return KdTree.build(checked.values, checked.rows, checked.dimension, workers);
  }

  private static double[] sortedDistances(double[][] points, double[] to, Distance metric) {
    return Arrays.stream(points)
        .mapToDouble(point -> metric.reduced(point, 0, to, 0, to.length))
        .sorted()
        .toArray();
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,3,2", "12,2,5", "13,2,13", "500,1,7", "500,3,1", "700,5,20", "300,30,9"})
  void neighbours_are_those_of_measuring_every_point(int rows, int dimension, int k) {
    double[][] points = SamplePoints.uniform(rows, dimension, 3);
    double[][] queries = SamplePoints.uniform(50, dimension, 4);
    try (Workers workers = Workers.of(2)) {
      KdTree tree = tree(points, workers);
      for (Distance metric : Distance.values()) {
        NearestQuery query = new NearestQuery(tree, metric, k);
        for (double[] point : queries) {
          query.of(point);
          double[] expected = Arrays.copyOf(sortedDistances(points, point, metric), k);
          assertArrayEquals(expected, query.distances);
          for (int i = 0; i < k; i++) {
            double[] neighbor = points[tree.rows[query.positions[i]]];
            assertEquals(expected[i], metric.reduced(point, 0, neighbor, 0, dimension));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void core_distances_are_those_of_measuring_every_point_by_tree_and_by_blocks(Distance metric) {
    int[] dimensions = {1, 4, CoreDistances.MAX_TREE_DIMENSION, 24, 43};
    for (int dimension : dimensions) {
      double[][] points = SamplePoints.clusters(400, dimension, 5, 8);
      try (Workers workers = Workers.of(2)) {
        KdTree tree = tree(points, workers);
        CoreDistances cores = CoreDistances.of(tree, metric, 6, workers, Progress.NONE);
        for (int position = 0; position < tree.size; position++) {
          double[] sorted = sortedDistances(points, points[tree.rows[position]], metric);
          assertEquals(sorted[6], cores.fit[position]);
          assertEquals(sorted[5], cores.predict[position]);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void distances_to_a_tile_have_the_bits_of_those_of_pairs(Distance metric) {
    for (int dimension : new int[] {Distance.WIDE, 21, 64, 127}) {
      double[][] points = SamplePoints.uniform(9, dimension, 9);
      double[][] tile = new double[dimension][points.length];
      for (int column = 0; column < points.length; column++) {
        for (int j = 0; j < dimension; j++) {
          tile[j][column] = points[column][j];
        }
      }
      double[] distances = new double[points.length];
      metric.reducedToTile(points[3], 0, tile, distances);
      for (int column = 0; column < points.length; column++) {
        assertEquals(metric.reduced(points[column], 0, points[3], 0, dimension), distances[column]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "20", "21", "41", "1000", "4097"})
  void every_point_lies_in_one_leaf_and_in_the_boxes_above_it(int rows) {
    double[][] points = SamplePoints.grid(rows, 2, 9, 5);
    try (Workers workers = Workers.of(2)) {
      KdTree tree = tree(points, workers);
      int[] seen = new int[rows];
      for (int leaf = tree.firstLeaf; leaf < tree.nodes; leaf++) {
        for (int position = tree.starts[leaf]; position < tree.ends[leaf]; position++) {
          seen[tree.rows[position]]++;
          for (int node = leaf; node > 0; node = (node - 1) / 2) {
            assertEquals(
                0,
                Distance.MANHATTAN.reducedToBox(
                    tree.coordinates, position * 2, tree.boxes, node * 4, 2));
          }
        }
      }
      int[] once = new int[rows];
      Arrays.fill(once, 1);
      assertArrayEquals(once, seen);
    }
  }
}
