package org.sparkbertopic.topics.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KnownIdsTest {

  @Test
  void they_are_a_set_whatever_the_order() {
    Random random = new Random(5);
    for (int round = 0; round < 50; round++) {
      long[] a = random.longs(random.nextInt(20), 0, 30).toArray();
      long[] b = random.longs(random.nextInt(20), -10, 30).toArray();
      TreeSet<Long> all = new TreeSet<>();
      TreeSet<Long> both = new TreeSet<>();
      TreeSet<Long> first = new TreeSet<>();
      for (long id : a) {
        all.add(id);
        first.add(id);
      }
      for (long id : b) {
        all.add(id);
        if (first.contains(id)) {
          both.add(id);
        }
      }
      KnownIds union = KnownIds.of(a).plus(KnownIds.of(b));
      assertArrayEquals(all.stream().mapToLong(id -> id).toArray(), union.hashes());
      assertEquals(union, KnownIds.of(b).plus(KnownIds.of(a)));
      assertArrayEquals(
          both.stream().mapToLong(id -> id).toArray(), KnownIds.of(b).in(KnownIds.of(a)).hashes());
      assertEquals(union, KnownIds.ofHashes(union.hashes()));
    }
    assertThrows(IllegalArgumentException.class, () -> KnownIds.ofHashes(new long[] {2, 2}));
  }
}
