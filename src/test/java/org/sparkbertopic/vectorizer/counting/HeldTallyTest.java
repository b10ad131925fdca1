package org.sparkbertopic.vectorizer.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.vectorizer.counting.HeldTally.Slices.Slice;

/** How much of a tally the driver fetches at once. */
class HeldTallyTest {

  private static final List<int[]> SIZES =
      List.of(
          new int[] {-1, 2, 0, 3},
          new int[] {5, 1},
          new int[] {7, 6, 8, 6, 9, 3},
          new int[] {},
          new int[] {10, 40},
          new int[] {12, 10});

  /** The buckets that a slice holds, and their bytes. */
  private static List<int[]> blocks(Slice slice) {
    List<int[]> held = new ArrayList<>();
    for (int partition : slice.partitions()) {
      int[] blocks = SIZES.get(partition);
      for (int i = 0; i < blocks.length; i += 2) {
        if (blocks[i] >= slice.fromBucket() && blocks[i] < slice.toBucket()) {
          held.add(new int[] {blocks[i], blocks[i + 1]});
        }
      }
    }
    return held;
  }

  @Test
  void slices_have_every_block_once_in_order_and_stay_below_the_bound() {
    for (int most = 1; most < 60; most++) {
      List<Integer> buckets = new ArrayList<>();
      for (Slice slice : HeldTally.Slices.of(SIZES, most)) {
        List<int[]> held = blocks(slice);
        held.forEach(block -> buckets.add(block[0]));
        int bytes = held.stream().mapToInt(block -> block[1]).sum();
        int bound = most;
        assertTrue(
            bytes <= bound || held.size() == 1,
            () -> bound + ": " + Arrays.toString(slice.partitions()));
      }
      assertEquals(List.of(-1, 0, 5, 7, 8, 9, 10, 12), buckets);
    }
  }

  @Test
  void a_small_tally_is_fetched_at_once() {
    List<Slice> slices = HeldTally.Slices.of(SIZES, 1000);
    assertEquals(1, slices.size());
    assertTrue(slices.get(0).isWhole());
  }

  @Test
  void partitions_are_those_of_the_machine_until_there_is_more_to_add_up() {
    assertEquals(2, HeldTally.partitions(1, 2));
    assertEquals(2, HeldTally.partitions(2, 2));
    assertEquals(60, HeldTally.partitions(60, 2));
    assertEquals(400, HeldTally.partitions(200, 400));
    assertEquals(TermLog.BUCKETS, HeldTally.partitions(20_000, 400));
  }
}
