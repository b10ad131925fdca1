package org.sparkbertopic.embedding.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenBatchesTest {

  @Test
  void every_text_is_in_one_batch_of_texts_of_its_length_within_the_budget() {
    long seed = 7;
    Random random = new Random(seed);
    int[] lengths = random.ints(3_000, 0, 90).toArray();
    int budget = 400;
    int[] seen = new int[lengths.length];
    for (int[] batch : TokenBatches.plan(lengths, budget, 7)) {
      int length = lengths[batch[0]];
      assertTrue(batch.length <= 7 && batch.length * length <= budget);
      for (int text : batch) {
        assertEquals(length, lengths[text]);
        seen[text]++;
      }
    }
    assertTrue(Arrays.stream(seen).allMatch(times -> times == 1));
  }

  @Test
  void batches_are_filled_before_a_new_one_begins() {
    List<int[]> batches = TokenBatches.plan(new int[] {5, 5, 9, 5, 5, 5}, 10, 100);
    assertEquals(4, batches.size());
    assertArrayEquals(new int[] {2}, batches.get(0));
    assertArrayEquals(new int[] {0, 1}, batches.get(1));
    assertArrayEquals(new int[] {3, 4}, batches.get(2));
    assertArrayEquals(new int[] {5}, batches.get(3));
  }

  @Test
  void a_text_longer_than_the_budget_is_a_batch_of_its_own() {
    List<int[]> batches = TokenBatches.plan(new int[] {256, 256}, 100, 100);
    assertEquals(2, batches.size());
  }

  @Test
  void a_batch_has_no_more_texts_than_it_may() {
    List<int[]> batches = TokenBatches.plan(new int[] {2, 2, 2, 2, 2}, 1_000, 2);
    assertEquals(List.of(2, 2, 1), batches.stream().map(batch -> batch.length).toList());
    assertEquals(5, TokenBatches.plan(new int[] {2, 2, 2, 2, 2}, 1_000, 1).size());
  }

  @Test
  void no_texts_give_no_batches() {
    assertTrue(TokenBatches.plan(new int[0], 100, 100).isEmpty());
  }
}
