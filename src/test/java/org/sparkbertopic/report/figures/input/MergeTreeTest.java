package org.sparkbertopic.report.figures.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MergeTreeTest {

  /** (a, c) at 1, (b, d) at 2, both at 3. */
  private static final MergeTree TREE =
      new MergeTree(
          List.of(10, 11, 12, 13), List.of(merge(0, 2, 1), merge(1, 3, 2), merge(4, 5, 3)));

  private static MergeTree.Merge merge(int left, int right, double distance) {
    return new MergeTree.Merge(left, right, distance, List.of("w" + distance));
  }

  @Test
  void leaves_are_in_an_order_without_crossings() {
    assertEquals(List.of(0, 2, 1, 3), TREE.leaves());
  }

  @Test
  void a_cut_gives_each_topic_the_node_that_it_is_in() {
    assertArrayEquals(new int[] {0, 1, 2, 3}, TREE.cut(4));
    assertArrayEquals(new int[] {4, 1, 4, 3}, TREE.cut(3));
    assertArrayEquals(new int[] {4, 5, 4, 5}, TREE.cut(2));
    assertArrayEquals(new int[] {6, 6, 6, 6}, TREE.cut(1));
    assertArrayEquals(new int[] {0, 1, 2, 3}, TREE.cut(9));
  }

  @Test
  void the_smallest_topics_of_n_groups_have_the_numbers_below_n() {
    // the last merge parts 10 and 11, then 13 leaves 11, then 12 leaves 10
    assertEquals(Map.of(10, 0, 11, 1, 13, 2, 12, 3), TREE.numbers());
    assertEquals(Map.of(), TREE.of(Set.of()).numbers());
  }

  @Test
  void a_part_of_the_tree_keeps_the_merges_of_its_topics() {
    MergeTree part = TREE.of(Set.of(10, 11, 13, 99));
    assertEquals(List.of(10, 11, 13), part.topics());
    assertEquals(List.of(merge(1, 2, 2), merge(0, 3, 3)), part.merges());
    assertEquals(List.of(), TREE.of(Set.of(12)).merges());
    assertEquals(List.of(), TREE.of(Set.of()).topics());
  }

  @Test
  void a_node_that_merges_twice_is_refused() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new MergeTree(List.of(0, 1, 2), List.of(merge(0, 1, 1), merge(0, 2, 2))));
    assertEquals(
        "merges must have each node once and after it was made, got node 0 in merge 1; sort them"
            + " by their distance",
        e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new MergeTree(List.of(0, 1), List.of()));
  }
}
