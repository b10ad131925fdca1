package org.sparkbertopic.embedding.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.embedding.onnx.folder.Pooling;
import org.sparkbertopic.embedding.onnx.folder.VectorStep;

/**
 * Oracle: sentence-transformers' definitions, by hand on two texts of three tokens in the plane.
 */
class TokenPoolingTest {

  private static final float[] TOKENS = {1, -2, 5, 8, 3, 0, /* second text */ 0, -1, 0, -3, 6, -9};

  private static float[][] pool(int excluded, boolean scaleFree, Pooling... ways) {
    return new TokenPooling(List.of(ways), excluded, scaleFree)
        .pool(FloatBuffer.wrap(TOKENS), 2, 3, 2);
  }

  private static void assertPooled(float[] first, float[] second, float[][] vectors) {
    assertEquals(2, vectors.length);
    assertArrayEquals(first, vectors[0], 1e-6f);
    assertArrayEquals(second, vectors[1], 1e-6f);
  }

  @Test
  void cls_is_the_first_token() {
    assertPooled(new float[] {1, -2}, new float[] {0, -1}, pool(0, false, Pooling.CLS));
  }

  @Test
  void last_token_is_the_last_one() {
    assertPooled(new float[] {3, 0}, new float[] {6, -9}, pool(0, false, Pooling.LAST_TOKEN));
  }

  @Test
  void max_is_taken_in_each_dimension_also_where_all_are_negative() {
    assertPooled(new float[] {5, 8}, new float[] {6, -1}, pool(0, false, Pooling.MAX));
  }

  @Test
  void mean_is_the_sum_by_the_number_of_tokens() {
    assertPooled(new float[] {3, 2}, new float[] {2, -13f / 3}, pool(0, false, Pooling.MEAN));
  }

  @Test
  void mean_sqrt_len_is_the_sum_by_the_root_of_the_number_of_tokens() {
    float root = (float) Math.sqrt(3);
    assertPooled(
        new float[] {9 / root, 6 / root},
        new float[] {6 / root, -13 / root},
        pool(0, false, Pooling.MEAN_SQRT_LEN));
  }

  @Test
  void weighted_mean_weights_tokens_by_their_position_from_one() {
    assertPooled(
        new float[] {(1 + 10 + 9) / 6f, (-2 + 16) / 6f},
        new float[] {18 / 6f, (-1 - 6 - 27) / 6f},
        pool(0, false, Pooling.WEIGHTED_MEAN));
  }

  @Test
  void several_ways_are_concatenated_in_the_order_given() {
    assertPooled(
        new float[] {1, -2, 5, 8, 3, 2, 3, 0},
        new float[] {0, -1, 6, -1, 2, -13f / 3, 6, -9},
        pool(0, true, Pooling.CLS, Pooling.MAX, Pooling.MEAN, Pooling.LAST_TOKEN));
  }

  @Test
  void tokens_of_a_prompt_take_no_part_but_the_first_one_stays_cls() {
    assertPooled(new float[] {4, 4}, new float[] {3, -6}, pool(1, false, Pooling.MEAN));
    assertPooled(new float[] {5, 8}, new float[] {6, -3}, pool(1, false, Pooling.MAX));
    assertPooled(new float[] {1, -2}, new float[] {0, -1}, pool(1, false, Pooling.CLS));
    assertPooled(
        new float[] {19 / 5f, 16 / 5f},
        new float[] {18 / 5f, -33 / 5f},
        pool(1, false, Pooling.WEIGHTED_MEAN));
    assertPooled(new float[] {0, 0}, new float[] {0, 0}, pool(5, false, Pooling.MEAN));
    assertPooled(new float[] {0, 0}, new float[] {0, 0}, pool(5, false, Pooling.LAST_TOKEN));
    assertPooled(
        new float[] {-1e9f, -1e9f}, new float[] {-1e9f, -1e9f}, pool(5, false, Pooling.MAX));
  }

  @Test
  void a_mean_that_is_scaled_afterwards_is_the_sum_before_it() {
    assertPooled(new float[] {9, 6}, new float[] {6, -13}, pool(0, true, Pooling.MEAN));
    float[] unit = VectorStep.UNIT_LENGTH.apply(new float[] {6, 8});
    assertArrayEquals(new float[] {0.6f, 0.8f}, unit, 1e-7f);
  }

  @Test
  void the_zero_vector_stays_zero_and_does_not_become_na_n() {
    assertArrayEquals(new float[] {0, 0}, VectorStep.UNIT_LENGTH.apply(new float[] {0, 0}));
  }
}
