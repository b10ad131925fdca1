package org.sparkbertopic.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BottomKTest {

  private static long within(BottomK draw, long total) {
    return LongStream.range(0, total)
        .map(row -> CounterRandom.bits(3, row))
        .filter(key -> key <= draw.bound())
        .count();
  }

  @Test
  void a_bound_holds_the_rows_wanted_and_little_more() {
    for (long wanted : new long[] {1, 10, 1000, 50_000}) {
      long found = within(BottomK.of(wanted, 100_000), 100_000);
      assertTrue(found >= wanted, found + " of " + wanted);
      assertTrue(found <= wanted + 12 * Math.sqrt((double) wanted), found + " of " + wanted);
    }
  }

  @Test
  void as_many_as_there_are_are_all_and_further_is_twice_as_far() {
    assertTrue(BottomK.of(10, 10).isAll());
    assertEquals(Long.MAX_VALUE, BottomK.of(10, 0).bound());
    BottomK half = new BottomK(0.5);
    assertEquals(0, half.bound());
    assertTrue(half.further().isAll());
  }
}
