package org.sparkbertopic.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.OptimalMatching.Pair;

class OptimalMatchingTest {

  @Test
  void no_other_matching_has_a_larger_sum() {
    Random random = new Random(7);
    for (int trial = 0; trial < 2_000; trial++) {
      List<Pair> pairs = randomPairs(random, 1 + random.nextInt(6), 1 + random.nextInt(6));
      List<Pair> matched = OptimalMatching.of(pairs);
      assertTrue(pairs.containsAll(matched));
      assertEquals(matched.size(), matched.stream().map(Pair::left).distinct().count());
      assertEquals(matched.size(), matched.stream().map(Pair::right).distinct().count());
      assertEquals(best(pairs, 0, 0, 0), sum(matched), 1e-12);
    }
  }

  @Test
  void the_order_of_the_pairs_changes_nothing_also_in_ties() {
    List<Pair> pairs = new ArrayList<>();
    for (int left = 0; left < 5; left++) {
      for (int right = 0; right < 4; right++) {
        pairs.add(new Pair(left, right, 0.5));
      }
    }
    List<Pair> expected = OptimalMatching.of(pairs);
    assertEquals(4, expected.size());
    for (int trial = 0; trial < 20; trial++) {
      Collections.shuffle(pairs, new Random(trial));
      assertEquals(expected, OptimalMatching.of(pairs));
    }
  }

  @Test
  void two_good_pairs_are_better_than_the_best_one() {
    List<Pair> pairs = List.of(new Pair(0, 0, 0.9), new Pair(0, 1, 0.8), new Pair(1, 0, 0.7));
    assertEquals(List.of(pairs.get(1), pairs.get(2)), OptimalMatching.of(pairs));
    assertEquals(List.of(), OptimalMatching.of(List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Pair(0, 0, 0));
  }

  @Test
  void thousands_that_are_hardly_connected_take_little_time() {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      pairs.add(new Pair(i, i, 1));
      pairs.add(new Pair(i, i ^ 1, 0.9));
    }
    List<Pair> matched = assertTimeout(Duration.ofSeconds(20), () -> OptimalMatching.of(pairs));
    assertEquals(20_000, matched.stream().filter(pair -> pair.left() == pair.right()).count());
  }

  private static List<Pair> randomPairs(Random random, int lefts, int rights) {
    double density = random.nextDouble();
    List<Pair> pairs = new ArrayList<>();
    for (int left = 0; left < lefts; left++) {
      for (int right = 0; right < rights; right++) {
        if (random.nextDouble() < density) {
          pairs.add(new Pair(left, right, 0.01 + random.nextInt(20) / 20.0));
        }
      }
    }
    return pairs;
  }

  /** Over all matchings. */
  private static double best(List<Pair> pairs, int from, int lefts, int rights) {
    double best = 0;
    for (int i = from; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      int left = 1 << pair.left();
      int right = 1 << pair.right();
      if ((lefts & left) == 0 && (rights & right) == 0) {
        best = Math.max(best, pair.weight() + best(pairs, i + 1, lefts | left, rights | right));
      }
    }
    return best;
  }

  private static double sum(List<Pair> pairs) {
    return pairs.stream().mapToDouble(Pair::weight).sum();
  }
}
