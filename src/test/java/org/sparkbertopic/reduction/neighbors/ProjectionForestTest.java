package org.sparkbertopic.reduction.neighbors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;

class ProjectionForestTest {

  private static final int LEAF_SIZE = 32;

  @Test
  void every_row_is_in_one_leaf_of_a_tree_and_no_leaf_is_too_large() {
    float[][] rows = blobs(3_000, 20);
    try (Workers workers = Workers.of(2)) {
      ProjectionForest forest = forest(rows, workers);
      for (int tree = 0; tree < 4; tree++) {
        assertIsPartition(forest.leaves(tree), rows.length);
      }
    }
  }

  @Test
  void a_leaf_holds_rows_of_the_same_blob() {
    int blobs = 20;
    float[][] rows = blobs(3_000, blobs);
    long same = 0;
    long pairs = 0;
    try (Workers workers = Workers.of(2)) {
      ProjectionForest.Leaves leaves = forest(rows, workers).leaves(0);
      for (int leaf = 0; leaf < leaves.count(); leaf++) {
        for (int i = leaves.starts()[leaf]; i < leaves.starts()[leaf + 1]; i++) {
          for (int j = leaves.starts()[leaf]; j < i; j++) {
            same += leaves.members()[i] % blobs == leaves.members()[j] % blobs ? 1 : 0;
            pairs++;
          }
        }
      }
    }
    assertTrue(same > 0.5 * pairs, same + " of " + pairs + " pairs; one in 20 by chance");
  }

  @Test
  void rows_that_no_plane_parts_are_halved() {
    float[][] rows = new float[1_000][8];
    try (Workers workers = Workers.of(1)) {
      assertIsPartition(forest(rows, workers).leaves(0), rows.length);
    }
  }

  @Test
  void a_tree_depends_on_the_seed_and_its_number_not_on_the_threads() {
    float[][] rows = blobs(1_111, 5);
    try (Workers one = Workers.of(1);
        Workers eight = Workers.of(8)) {
      int[] members = forest(rows, one).leaves(3).members();
      assertArrayEquals(members, forest(rows, eight).leaves(3).members());
      assertTrue(!Arrays.equals(members, forest(rows, one).leaves(4).members()));
    }
  }

  private static ProjectionForest forest(float[][] rows, Workers workers) {
    return ProjectionForest.of(
        rows.length,
        () -> new FloatRanks(rows, DistanceKernel.ONE_MINUS_DOT),
        LEAF_SIZE,
        7,
        workers);
  }

  private static void assertIsPartition(ProjectionForest.Leaves leaves, int rows) {
    int[] sorted = leaves.members().clone();
    Arrays.sort(sorted);
    for (int row = 0; row < rows; row++) {
      assertEquals(row, sorted[row]);
    }
    assertEquals(rows, sorted.length);
    assertEquals(rows, leaves.starts()[leaves.count()]);
    for (int leaf = 0; leaf < leaves.count(); leaf++) {
      int size = leaves.starts()[leaf + 1] - leaves.starts()[leaf];
      assertTrue(size > 0 && size <= LEAF_SIZE, "a leaf of " + size);
    }
  }

  /** Row i is near the centre of blob i % blobs. */
  private static float[][] blobs(int count, int blobs) {
    float[][] rows = new float[count][16];
    for (int i = 0; i < count; i++) {
      double squares = 0;
      for (int d = 0; d < rows[i].length; d++) {
        double center = CounterRandom.unit(CounterRandom.bits(1, i % blobs, d)) - 0.5;
        double noise = CounterRandom.unit(CounterRandom.bits(2, i, d)) - 0.5;
        rows[i][d] = (float) (center + 0.3 * noise);
        squares += rows[i][d] * rows[i][d];
      }
      for (int d = 0; d < rows[i].length; d++) {
        rows[i][d] /= (float) Math.sqrt(squares);
      }
    }
    return rows;
  }
}
