package org.sparkbertopic.clustering.hdbscan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.sparkbertopic.clustering.ClusterModel;

/** Comparison of labels whose numbers have no meaning; noise is noise in both. */
final class Partitions {

  private Partitions() {}

  static void assertSame(int[] expected, int[] actual) {
    assertEquals(expected.length, actual.length);
    Map<Integer, Integer> forth = new HashMap<>();
    Map<Integer, Integer> back = new HashMap<>();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(
          expected[i] == ClusterModel.NOISE, actual[i] == ClusterModel.NOISE, "noise of " + i);
      assertEquals(actual[i], forth.computeIfAbsent(expected[i], keyOf(actual[i])), "row " + i);
      assertEquals(expected[i], back.computeIfAbsent(actual[i], keyOf(expected[i])), "row " + i);
    }
  }

  private static Function<Integer, Integer> keyOf(int value) {
    return key -> value;
  }

  /** Share of rows that agree when each expected cluster is matched to its largest overlap. */
  static double agreement(int[] expected, int[] actual) {
    Map<Integer, Map<Integer, Integer>> overlaps = new HashMap<>();
    for (int i = 0; i < expected.length; i++) {
      overlaps.computeIfAbsent(expected[i], k -> new HashMap<>()).merge(actual[i], 1, Integer::sum);
    }
    int agreeing = 0;
    for (Map.Entry<Integer, Map<Integer, Integer>> entry : overlaps.entrySet()) {
      if (entry.getKey() == ClusterModel.NOISE) {
        agreeing += entry.getValue().getOrDefault(ClusterModel.NOISE, 0);
      } else {
        int best = 0;
        for (Map.Entry<Integer, Integer> overlap : entry.getValue().entrySet()) {
          if (overlap.getKey() != ClusterModel.NOISE) {
            best = Math.max(best, overlap.getValue());
          }
        }
        agreeing += best;
      }
    }
    return (double) agreeing / expected.length;
  }
}
