package org.sparkbertopic.reduction.neighbors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.umap.Passages;

class NeighborSearchTest {

  @Test
  void the_walk_finds_nearly_all_that_comparing_all_rows_finds() {
    MetricSpace space = MetricSpace.of(Metric.COSINE, Passages.training());
    float[][] rows = Passages.prepare(space, Passages.training());
    float[][] unseen = Passages.prepare(space, Passages.unseen());
    int hits = 0;
    try (Workers workers = Workers.of(2)) {
      NeighborSearch.Walk walk = build(rows, space, workers).newWalk(15);
      NeighborSearch.Walk scan = NeighborSearch.scanning(rows, space.kernel()).newWalk(15);
      int[] found = new int[15];
      int[] expected = new int[15];
      for (float[] row : unseen) {
        walk.find(row, found);
        scan.find(row, expected);
        for (int id : expected) {
          hits += Arrays.stream(found).anyMatch(other -> other == id) ? 1 : 0;
        }
      }
    }
    double recall = hits / (15.0 * unseen.length);
    assertTrue(recall >= 0.97, "recall " + recall);
  }

  @Test
  void scanning_orders_by_distance_and_then_by_row_number() {
    float[][] corners = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    MetricSpace space = MetricSpace.of(Metric.EUCLIDEAN, corners);
    float[][] rows = Passages.prepare(space, corners);
    int[] found = new int[4];
    NeighborSearch.scanning(rows, space.kernel())
        .newWalk(4)
        .find(space.prepare(new float[] {0, 0}), found);
    assertEquals("[0, 1, 2, 3]", Arrays.toString(found));
  }

  @Test
  void ordered_queries_of_one_leaf_follow_each_other() {
    MetricSpace space = MetricSpace.of(Metric.COSINE, Passages.training());
    float[][] rows = Passages.prepare(space, Passages.training());
    float[] first = rows[0];
    float[] far = rows[rows.length - 1].clone();
    try (Workers workers = Workers.of(1)) {
      NeighborSearch search = build(rows, space, workers);
      int[] order = search.ordered(new float[][] {far, first, far, first, far});
      String found = Arrays.toString(order);
      assertTrue(found.equals("[0, 2, 4, 1, 3]") || found.equals("[1, 3, 0, 2, 4]"), found);
      NeighborSearch scan = NeighborSearch.scanning(rows, space.kernel());
      assertEquals("[0, 1, 2]", Arrays.toString(scan.ordered(new float[][] {far, first, far})));
    }
  }

  @Test
  void as_many_rows_are_found_as_wanted_though_the_links_fall_into_small_parts() {
    float[][] points = NearestNeighborsTest.randomPoints(600, 4, 3);
    for (int i = 0; i < points.length; i++) {
      int group = i / 6;
      points[i][0] += 1000f * group;
    }
    MetricSpace space = MetricSpace.of(Metric.EUCLIDEAN, points);
    float[][] rows = Passages.prepare(space, points);
    try (Workers workers = Workers.of(1)) {
      KnnGraph knn = NearestNeighbors.findExactly(rows, space, 3, workers);
      NeighborSearch search = NeighborSearch.linked(rows, space.kernel(), knn, 1, workers);
      int[] found = new int[100];
      search.newWalk(100).find(rows[0], found);
      assertEquals(100, Arrays.stream(found).distinct().count());
      assertEquals(0, found[0]);
    }
  }

  private static NeighborSearch build(float[][] rows, MetricSpace space, Workers workers) {
    KnnGraph knn = NearestNeighbors.findExactly(rows, space, 15, workers);
    return NeighborSearch.linked(rows, space.kernel(), knn, 1, workers);
  }
}
