package org.sparkbertopic.clustering.hdbscan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CondensedTreeTest {

  private static CondensedTree condense(int minClusterSize, double[][] edges) {
    SpanningTree tree = new SpanningTree(edges.length + 1);
    for (double[] edge : edges) {
      tree.add((int) edge[0], (int) edge[1], edge[2]);
    }
    return CondensedTreeBuilder.of(SingleLinkageTree.of(tree), minClusterSize);
  }

  @Test
  void a_split_into_two_large_parts_makes_two_clusters_and_smaller_ones_shed_points() {
    CondensedTree tree =
        condense(2, new double[][] {{0, 1, 1}, {1, 2, 2}, {3, 4, 1}, {2, 3, 5}, {5, 0, 10}});
    assertArrayEquals(new int[] {6, 6, 6, 7, 7, 7, 8, 8}, tree.parent());
    assertArrayEquals(new int[] {5, 7, 8, 2, 0, 1, 3, 4}, tree.child());
    assertArrayEquals(new double[] {0.1, 0.2, 0.2, 0.5, 1, 1, 1, 1}, tree.lambda());
    assertArrayEquals(new int[] {1, 3, 2, 1, 1, 1, 1, 1}, tree.childSize());
    assertFalse(tree.isLeaf(6));
    assertTrue(tree.isLeaf(7));
    assertEquals(3, tree.sizeOf(7));
    assertEquals(0.2, tree.birthOf(7));
    assertEquals(1, tree.deathOf(7));
    assertEquals(6, tree.parentOf(8));
  }

  @Test
  void merges_at_one_distance_are_one_split_into_many_whatever_their_order() {
    double[][] pairs = {{0, 1, 1}, {2, 3, 1}, {4, 5, 1}};
    double[][][] orders = {
      {pairs[0], pairs[1], pairs[2], {1, 2, 4}, {3, 4, 4}, {6, 0, 4}},
      {pairs[2], pairs[1], pairs[0], {6, 4, 4}, {5, 0, 4}, {0, 2, 4}}
    };
    for (double[][] edges : orders) {
      CondensedTree tree = condense(2, edges);
      assertArrayEquals(new int[] {7, 7, 7, 7, 8, 8, 9, 9, 10, 10}, tree.parent());
      assertArrayEquals(new int[] {6, 8, 9, 10, 0, 1, 2, 3, 4, 5}, tree.child());
    }
  }

  @Test
  void larger_siblings_are_numbered_first() {
    CondensedTree tree = condense(2, new double[][] {{0, 1, 1}, {2, 3, 1}, {3, 4, 1}, {1, 2, 9}});
    assertEquals(3, tree.sizeOf(6));
    assertEquals(2, tree.sizeOf(7));
    assertEquals(7, tree.clusterOfPoint(0));
  }

  @Test
  void coinciding_points_leave_together_at_infinite_density() {
    CondensedTree tree = condense(2, new double[][] {{0, 1, 0}, {1, 2, 0}, {2, 3, 4}});
    assertArrayEquals(new int[] {3, 0, 1, 2}, tree.child());
    assertEquals(0.25, tree.lambdaOfPoint(3));
    assertEquals(Double.POSITIVE_INFINITY, tree.lambdaOfPoint(2));
  }

  @Test
  void rows_that_make_no_tree_are_refused() {
    IllegalArgumentException twice =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new CondensedTree(
                    2, new int[] {2, 2}, new int[] {0, 0}, new double[] {1, 1}, new int[] {1, 1}));
    assertTrue(twice.getMessage().contains("each point once"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new CondensedTree(
                2, new int[] {2, 3}, new int[] {0, 1}, new double[] {1, 1}, new int[] {1, 1}));
  }
}
