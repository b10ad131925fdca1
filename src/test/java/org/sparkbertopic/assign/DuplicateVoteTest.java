package org.sparkbertopic.assign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DuplicateVoteTest {

  private static final float[] A = {1, 0};
  private static final float[] B = {0, 1};
  private static final float[] C = {1, 1};

  @Test
  void equal_vectors_take_the_cluster_that_most_of_them_got() {
    VectorIndex index = VectorIndex.of(new float[][] {A, B, A, A, C});
    int[] labels = {-1, 2, 1, 1, 0};
    double[] probabilities = {0, 0.5, 0.7, 0.9, 0.1};
    DuplicateVote.unify(index, labels, probabilities, 3);
    assertArrayEquals(new int[] {1, 2, 1, 1, 0}, labels);
    assertArrayEquals(new double[] {0.9, 0.5, 0.9, 0.9, 0.1}, probabilities);
  }

  @Test
  void a_cluster_beats_noise_and_the_smaller_label_wins_a_tie() {
    VectorIndex index = VectorIndex.of(new float[][] {A, A, A, A, B, B, B});
    int[] labels = {-1, -1, 1, 0, -1, -1, 2};
    double[] probabilities = {0, 0, 1, 0.25, 0, 0, 0.5};
    DuplicateVote.unify(index, labels, probabilities, 3);
    assertArrayEquals(new int[] {0, 0, 0, 0, 2, 2, 2}, labels);
    assertArrayEquals(new double[] {0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 0.5}, probabilities);
  }

  @Test
  void a_vector_is_found_by_its_values_and_minus_zero_is_zero() {
    VectorIndex index = VectorIndex.of(new float[][] {A, B, A});
    assertEquals(0, index.rowOf(new float[] {1, -0.0f}));
    assertEquals(1, index.rowOf(B.clone()));
    assertEquals(-1, index.rowOf(C));
    assertEquals(0, index.firstEqual(2));
  }
}
