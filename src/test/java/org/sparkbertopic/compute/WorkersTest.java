package org.sparkbertopic.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void every_index_is_visited_once(int threads) {
    int[] visits = new int[10_007];
    try (Workers workers = Workers.of(threads)) {
      workers.forEachRange(
          visits.length,
          64,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              visits[i]++;
            }
          });
    }
    int[] once = new int[visits.length];
    Arrays.fill(once, 1);
    assertArrayEquals(once, visits);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void the_failure_of_a_range_reaches_the_caller(int threads) {
    try (Workers workers = Workers.of(threads)) {
      IllegalStateException failure =
          assertThrows(
              IllegalStateException.class,
              () ->
                  workers.forEachRange(
                      100,
                      1,
                      (from, to) -> {
                        if (from == 57) {
                          throw new IllegalStateException("range 57");
                        }
                      }));
      assertEquals("range 57", failure.getMessage());
    }
  }

  @Test
  void bounded_numbers_cover_their_range_evenly() {
    int[] counts = new int[10];
    for (int i = 0; i < 100_000; i++) {
      counts[CounterRandom.bounded(CounterRandom.bits(42, i, 7), 10)]++;
    }
    for (int count : counts) {
      assertTrue(Math.abs(count - 10_000) < 500, "10,000 expected, got " + count);
    }
  }

  @Test
  void neighbouring_keys_give_unrelated_numbers() {
    long flipped = 0;
    for (int i = 0; i < 1_000; i++) {
      flipped += Long.bitCount(CounterRandom.bits(1, i) ^ CounterRandom.bits(1, i + 1));
    }
    assertTrue(Math.abs(flipped / 1_000.0 - 32) < 1, "32 bits expected to differ, got " + flipped);
  }
}
