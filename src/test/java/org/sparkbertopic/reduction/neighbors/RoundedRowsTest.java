package org.sparkbertopic.reduction.neighbors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;

class RoundedRowsTest {

  /**
   * Rows of every sign, the rows with the largest codes and products, and one without direction.
   */
  private static float[][] rows(int length) {
    float[][] rows = new float[13][length];
    for (int row = 0; row < 8; row++) {
      double squares = 0;
      for (int i = 0; i < length; i++) {
        rows[row][i] = (float) (CounterRandom.unit(CounterRandom.bits(row, i)) - 0.5);
        squares += rows[row][i] * rows[row][i];
      }
      for (int i = 0; i < length; i++) {
        rows[row][i] /= (float) Math.sqrt(squares);
      }
    }
    for (int i = 0; i < length; i++) {
      rows[8][i] = -rows[0][i];
    }
    rows[9][1] = 1;
    rows[10][1] = -1;
    rows[11][2] = (float) Math.sqrt(0.5);
    rows[11][3] = -(float) Math.sqrt(0.5);
    return rows;
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 24, 104, 384, 1536})
  void a_rank_is_one_minus_the_product_of_whole_numbers(int length) {
    float[][] rows = rows(length);
    float scale = (float) (1023 - (0.5 * Math.sqrt(length) + 0.01));
    RowRanks ranks = ranks(rows);
    for (int a = 0; a < rows.length; a++) {
      for (int b = 0; b < rows.length; b++) {
        long product = 0;
        for (int i = 0; i < length; i++) {
          product += (long) Math.round(rows[a][i] * scale) * Math.round(rows[b][i] * scale);
        }
        float expected = 1 - product * (1 / (scale * scale));
        if (expected < 0x1p-4f) {
          expected = DistanceKernel.ONE_MINUS_DOT.between(rows[a], rows[b]);
        }
        assertEquals(expected, between(ranks, a, b), a + ", " + b);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 384, 1536})
  void a_rank_is_as_near_to_the_distance_as_it_says(int length) {
    float[][] rows = rows(length);
    RowRanks ranks = ranks(rows);
    for (int a = 0; a < rows.length; a++) {
      for (int b = 0; b < rows.length; b++) {
        double dot = 0;
        for (int i = 0; i < length; i++) {
          dot += (double) rows[a][i] * rows[b][i];
        }
        assertEquals(1 - dot, between(ranks, a, b), ranks.error(1));
      }
    }
    assertTrue(ranks.error(1) < 0.09);
  }

  @Test
  void one_pair_has_the_same_bits_alone_and_among_others() {
    float[][] rows = rows(384);
    RowRanks ranks = ranks(rows);
    int[] ids = new int[rows.length];
    Arrays.setAll(ids, i -> (i * 5) % rows.length);
    for (int count = 0; count <= ids.length; count++) {
      float[] together = new float[count];
      ranks.toRows(3, ids, 0, count, together);
      for (int i = 0; i < count; i++) {
        assertEquals(between(ranks, 3, ids[i]), together[i]);
        assertEquals(between(ranks, ids[i], 3), together[i]);
      }
    }
  }

  @Test
  void near_duplicates_are_told_apart() {
    float[][] rows = new float[40][384];
    for (int row = 0; row < rows.length; row++) {
      rows[row][0] = (float) Math.cos(row * 1e-3);
      rows[row][1] = (float) Math.sin(row * 1e-3);
    }
    int[] ids = new int[rows.length];
    Arrays.setAll(ids, i -> i);
    float[] fromFirst = new float[rows.length];
    ranks(rows).toRows(0, ids, 0, rows.length, fromFirst);
    for (int row = 0; row < rows.length; row++) {
      assertEquals(1 - Math.cos(row * 1e-3), fromFirst[row], 1e-6);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 104, 384, 1536})
  void whole_numbers_as_floats_give_the_same_bits(int length) {
    float[][] rows = rows(length);
    int[] ids = new int[rows.length];
    Arrays.setAll(ids, i -> (i * 5) % rows.length);
    float[] packed = new float[rows.length];
    float[] floats = new float[rows.length];
    try (Workers workers = Workers.of(2)) {
      RowRanks asFloats = new RoundedFloats(rows, workers).newRanks();
      assertEquals(ranks(rows).error(1), asFloats.error(1));
      for (int row = 0; row < rows.length; row++) {
        ranks(rows).toRows(row, ids, 0, ids.length, packed);
        asFloats.toRows(row, ids, 0, ids.length, floats);
        assertArrayEquals(packed, floats);
      }
    }
  }

  private static float between(RowRanks ranks, int a, int b) {
    float[] rank = new float[1];
    ranks.toRows(a, new int[] {b}, 0, 1, rank);
    return rank[0];
  }

  private static RowRanks ranks(float[][] rows) {
    try (Workers workers = Workers.of(2)) {
      return new PackedRows(rows, workers).newRanks();
    }
  }
}
