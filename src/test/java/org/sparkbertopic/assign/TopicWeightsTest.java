package org.sparkbertopic.assign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopicWeightsTest {

  @Test
  void the_strongest_come_first_and_equal_ones_by_id() {
    TopicWeights weights =
        TopicWeights.of(new int[] {7, 3, 5, 2, 9}, new double[] {0.5, 0.25, 0.5, 0, 0.125}, 4, 0);
    assertArrayEquals(new int[] {5, 7, 3}, weights.topics());
    assertArrayEquals(new double[] {0.5, 0.5, 0.25}, weights.weights());
    assertEquals(0.25, weights.of(3));
    assertEquals(0, weights.of(2));
    assertEquals(0, weights.of(9));
  }

  @Test
  void few_and_many_topics_are_sorted_alike() {
    Random random = new Random(11);
    for (int length : new int[] {1, 5, 63, 64, 65, 300}) {
      List<Integer> ids = new ArrayList<>(IntStream.range(0, length).boxed().toList());
      Collections.shuffle(ids, random);
      int[] topics = ids.stream().mapToInt(Integer::intValue).toArray();
      double[] values = new double[length];
      double[] byId = new double[length];
      for (int i = 0; i < length; i++) {
        values[i] = random.nextInt(20) / 20.0;
        byId[topics[i]] = values[i];
      }
      for (int topK : new int[] {0, 1, 10, 100, 1000}) {
        int[] expected =
            IntStream.range(0, length)
                .boxed()
                .filter(id -> byId[id] > 0)
                .sorted(
                    Comparator.comparingDouble((Integer id) -> -byId[id])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(topK == 0 ? length : topK)
                .mapToInt(Integer::intValue)
                .toArray();
        assertArrayEquals(expected, TopicWeights.of(topics, values, length, topK).topics());
      }
    }
  }

  @Test
  void without_a_weight_there_is_none() {
    assertEquals(TopicWeights.NONE, TopicWeights.of(new int[] {1, 2}, new double[] {0, -1}, 2, 0));
    assertTrue(TopicWeights.NONE.isEmpty());
    assertEquals(TopicMatch.NONE, TopicMatch.strongest(TopicWeights.NONE));
    assertThrows(IllegalArgumentException.class, () -> new TopicWeights(new int[1], new double[2]));
  }

  @Test
  void of_equal_similarities_the_first_topic_is_taken_and_nothing_above_one_is_left() {
    TopicMatch match =
        TopicMatch.largest(new int[] {2, 4, 6}, new double[] {0.5, 1 + 1e-15, 1 + 1e-15});
    assertEquals(new TopicMatch(4, 1), match);
    assertEquals(TopicMatch.NONE, TopicMatch.largest(new int[] {2}, new double[] {-0.5}));
  }
}
