package org.sparkbertopic.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void after_a_failure_the_next_loop_runs(int threads) {
    try (Workers workers = Workers.of(threads)) {
      for (int i = 0; i < 50; i++) {
        assertThrows(
            OutOfMemoryError.class,
            () ->
                workers.forEachRange(
                    20,
                    1,
                    (from, to) -> {
                      throw new OutOfMemoryError("none left");
                    }));
        AtomicInteger visits = new AtomicInteger();
        workers.forEachRange(100, 1, (from, to) -> visits.incrementAndGet());
        assertEquals(100, visits.get());
      }
    }
  }

  @Test
  void many_short_loops_see_what_the_ones_before_wrote() {
    int[] values = new int[1_000];
    try (Workers workers = Workers.of(8)) {
      for (int i = 0; i < 2_000; i++) {
        int expected = i;
        workers.forEachRange(
            values.length,
            100,
            (from, to) -> {
              for (int j = from; j < to; j++) {
                assertEquals(expected, values[j]);
                values[j]++;
              }
            });
      }
    }
    assertTrue(Arrays.stream(values).allMatch(value -> value == 2_000));
  }

  @Test
  void an_interrupted_caller_learns_it_when_no_range_runs_any_more() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger begun = new AtomicInteger();
    Thread caller = Thread.currentThread();
    try (Workers workers = Workers.of(2)) {
      IllegalStateException failure =
          assertThrows(
              IllegalStateException.class,
              () ->
                  workers.forEachRange(
                      2,
                      1,
                      (from, to) -> {
                        begun.incrementAndGet();
                        // Both ranges have begun, and the caller's ends first.
                        while (begun.get() < 2) {
                          Thread.onSpinWait();
                        }
                        if (Thread.currentThread() != caller) {
                          running.incrementAndGet();
                          caller.interrupt();
                          LockSupport.parkNanos(50_000_000);
                          running.decrementAndGet();
                        }
                      }));
      assertEquals("interrupted", failure.getMessage());
      assertEquals(0, running.get());
      assertTrue(Thread.interrupted(), "the flag is kept");
    }
  }

  @Test
  void loops_within_loops_end() {
    try (Workers workers = Workers.of(3)) {
      AtomicInteger visits = new AtomicInteger();
      workers.forEachRange(
          20,
          1,
          (from, to) -> workers.forEachRange(10, 1, (low, high) -> visits.incrementAndGet()));
      assertEquals(200, visits.get());
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
